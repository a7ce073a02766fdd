package io.tidegauge.engines.embedded;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.GrowingEngines;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.cache.EngineCache;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.DirectoryLock;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Engines without Docker. Safe for use from several threads.
 *
 * <p>The children end when this JVM ends, in whatever way; what survives all the same is ended by
 * the next start on the same directory.
 */
public final class EmbeddedEngines implements GrowingEngines {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngines.class);

  private final EnginesSpec spec;
  private final Path dataDirectory;
  private final DirectoryLock lock;
  private final EngineCache cache;
  private final Credentials credentials;
  private final Map<Engine, EngineServer> servers = new EnumMap<>(Engine.class);
  private boolean closed;

  private EmbeddedEngines(EnginesSpec spec, Path dataDirectory, DirectoryLock lock) {
    this.spec = spec;
    this.dataDirectory = dataDirectory;
    this.lock = lock;
    this.cache = new EngineCache(spec.cacheDirectory());
    this.credentials = Credentials.of(dataDirectory);
  }

  /**
   * Starts engines in parallel and returns when all of them answer.
   *
   * @throws EngineException when one does not start; the others are stopped again
   */
  public static EmbeddedEngines start(EnginesSpec spec) {
    Path directory =
        spec.dataDirectory().map(Directories::createPrivate).orElseGet(Ephemeral::create);
    DirectoryLock lock = DirectoryLock.acquire(directory);
    EmbeddedEngines engines = new EmbeddedEngines(spec, directory, lock);
    try {
      engines.alsoStart(spec.engines());
      return engines;
    } catch (RuntimeException e) {
      engines.close();
      throw e;
    }
  }

  @Override
  public synchronized void alsoStart(Set<Engine> wanted) {
    if (closed) {
      throw new IllegalStateException("These engines are closed");
    }
    Set<Engine> missing = EnumSet.copyOf(wanted);
    missing.removeAll(servers.keySet());
    Map<Engine, Future<EngineServer>> starts = new EnumMap<>(Engine.class);
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      missing.forEach(engine -> starts.put(engine, threads.submit(() -> startOne(engine))));
    }
    EngineException failure = null;
    for (Map.Entry<Engine, Future<EngineServer>> start : starts.entrySet()) {
      try {
        servers.put(start.getKey(), start.getValue().get());
      } catch (ExecutionException e) {
        failure = add(failure, start.getKey(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = add(failure, start.getKey(), e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static EngineException add(
      @Nullable EngineException earlier, Engine engine, @Nullable Throwable cause) {
    EngineException failure =
        cause instanceof EngineException already
            ? already
            : new EngineException(engine.title() + " did not start: " + cause, cause);
    if (earlier == null) {
      return failure;
    }
    earlier.addSuppressed(failure);
    return earlier;
  }

  private EngineServer startOne(Engine engine) throws InterruptedException {
    long start = System.nanoTime();
    int port = spec.port(engine);
    EngineServer server =
        switch (engine) {
          case KAFKA -> KafkaServer.start(dataDirectory, port);
          case CLICKHOUSE -> ClickHouseServer.start(dataDirectory, port, cache, credentials);
          case REDIS -> RedisServer.start(dataDirectory, port, cache);
          case POSTGRES -> PostgresServer.start(dataDirectory, port, cache, credentials);
        };
    LOG.info("{} is up after {} ms", engine.title(), (System.nanoTime() - start) / 1_000_000);
    return server;
  }

  @Override
  public synchronized Set<Engine> running() {
    return Set.copyOf(servers.keySet());
  }

  @Override
  public String kafkaBootstrapServers() {
    return server(Engine.KAFKA, KafkaServer.class).bootstrapServers();
  }

  @Override
  public ClickHouseEndpoint clickhouse() {
    return server(Engine.CLICKHOUSE, ClickHouseServer.class).endpoint();
  }

  @Override
  public String redisUri() {
    return server(Engine.REDIS, RedisServer.class).uri();
  }

  @Override
  public PostgresEndpoint postgres() {
    return server(Engine.POSTGRES, PostgresServer.class).endpoint();
  }

  /**
   * The process of an engine, for whoever wants to hurt it. It is started again when it ends.
   *
   * @throws IllegalStateException when the engine runs in this JVM, or was not asked for
   */
  public ChildProcess process(Engine engine) {
    return server(engine, EngineServer.class)
        .process()
        .orElseThrow(() -> new IllegalStateException(engine.title() + " is no process of its own"));
  }

  private synchronized <T> T server(Engine engine, Class<T> type) {
    EngineServer server = servers.get(engine);
    if (server == null) {
      throw new IllegalStateException(
          engine.title() + " is not running here: add it to the engines that are asked for");
    }
    return type.cast(server);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      servers.forEach((engine, server) -> threads.execute(() -> stopOne(engine, server)));
    }
    servers.clear();
    lock.close();
    if (spec.dataDirectory().isEmpty()) {
      Directories.delete(dataDirectory);
    }
  }

  /** One engine that does not stop must not keep the others from stopping. */
  private static void stopOne(Engine engine, EngineServer server) {
    try {
      server.close();
    } catch (RuntimeException e) {
      LOG.error("{} did not stop cleanly", engine.title(), e);
    }
  }
}
