package io.tidegauge.engines.embedded;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.cache.BundledBinaries;
import io.tidegauge.engines.cache.EngineCache;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Leftover;
import io.tidegauge.engines.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Redis with an append-only file. Over its memory budget it evicts what expires soonest and nothing
 * that does not expire.
 */
final class RedisServer implements EngineServer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChildProcess process;
  private final int port;

  private RedisServer(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  static RedisServer start(Path dataDirectory, int wantedPort, EngineCache cache)
      throws InterruptedException {
    Path program = BundledBinaries.redisServer(cache);
    Path directory = Directories.createPrivate(dataDirectory.resolve(Engine.REDIS.folder()));
    Leftover.end(Engine.REDIS.title(), directory);
    int port = Ports.claim(Engine.REDIS, wantedPort);
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Spec(
                Engine.REDIS.title(),
                command(program, directory, port),
                directory,
                Map.of(),
                ChildProcess.End.TERM));
    try {
      process.awaitReady(PATIENCE, () -> answers(port));
      process.keepAlive();
      return new RedisServer(process, port);
    } catch (RuntimeException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  private static List<String> command(Path program, Path directory, int port) {
    return List.of(
        program.toString(),
        "--port",
        Integer.toString(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        directory.toString(),
        "--appendonly",
        "yes",
        "--appendfsync",
        "everysec",
        "--save",
        "",
        "--maxmemory",
        "256mb",
        "--maxmemory-policy",
        "volatile-ttl");
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException notYet) {
      return false;
    }
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public Optional<ChildProcess> process() {
    return Optional.of(process);
  }

  @Override
  public void close() {
    process.close();
  }
}
