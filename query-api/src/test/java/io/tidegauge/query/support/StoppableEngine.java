package io.tidegauge.query.support;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One engine of a test's own that is stopped, paused by SIGSTOP and started again, always with the
 * same port and data. Not thread-safe.
 */
public final class StoppableEngine implements AutoCloseable {

  private final Engine engine;
  private final Path directory;
  private @Nullable Engines running;
  private int port;

  private StoppableEngine(Engine engine, Path directory) {
    this.engine = engine;
    this.directory = directory;
  }

  /** Starts one that keeps its data in a directory. */
  public static StoppableEngine start(Engine engine, Path directory) {
    StoppableEngine started = new StoppableEngine(engine, directory);
    started.start();
    return started;
  }

  /** Starts it, again if it was stopped, and returns when it answers. */
  public void start() {
    Engines started =
        EmbeddedEngines.start(EnginesSpec.persistent(directory, engine).withPort(engine, port));
    running = started;
    port =
        switch (engine) {
          case CLICKHOUSE -> started.clickhouse().url().getPort();
          case REDIS -> URI.create(started.redisUri()).getPort();
          case POSTGRES -> started.postgres().port();
          case KAFKA -> throw new IllegalArgumentException("Kafka is none of these");
        };
  }

  private Engines running() {
    return Objects.requireNonNull(running, "it was stopped");
  }

  /** ClickHouse. */
  public ClickHouseEndpoint clickhouse() {
    return running().clickhouse();
  }

  /** PostgreSQL. */
  public PostgresEndpoint postgres() {
    return running().postgres();
  }

  /** Redis. */
  public String redisUri() {
    return running().redisUri();
  }

  /** Stops it: connections are refused. */
  public void stop() {
    running().close();
    running = null;
  }

  /** Stops its processes where they are: connections are taken, and nothing is answered. */
  public void pause() {
    signal("-STOP");
  }

  /** Lets its processes go on. */
  public void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      Path file = directory.resolve(engine.folder()).resolve("engine.pid");
      ProcessHandle main =
          ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
      List<String> command = new ArrayList<>(List.of("kill", signal));
      Stream.concat(Stream.of(main), main.descendants())
          .map(ProcessHandle::pid)
          .map(String::valueOf)
          .forEach(command::add);
      int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(command + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (running != null) {
      stop();
    }
  }
}
