package io.tidegauge.ingest.testing;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A Kafka broker in a process of its own, which can be stopped (SIGSTOP) and go on. */
public final class BrokerProcess implements AutoCloseable {

  private static final String READY = "broker at ";

  private final Process process;
  private final Thread onExit;
  private final String bootstrapServers;

  private BrokerProcess(Process process, Thread onExit, String bootstrapServers) {
    this.process = process;
    this.onExit = onExit;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts a broker on a free port with its data in a directory. */
  public static BrokerProcess start(Path directory) {
    String own = System.getProperty("java.class.path");
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("surefire.test.class.path", own),
                  BrokerProcess.class.getName(),
                  directory.toString())
              .redirectErrorStream(true)
              .start();
      Thread onExit = new Thread(process::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(onExit);
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(READY)) {
          Thread.ofPlatform().daemon().start(() -> out.lines().forEach(each -> {}));
          return new BrokerProcess(process, onExit, line.substring(READY.length()));
        }
      }
      throw new AssertionError("the broker's process ended before it was ready");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** It takes connections and answers nothing. */
  public void pause() {
    signal("STOP");
  }

  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      List<String> kill = List.of("kill", "-" + name, Long.toString(process.pid()));
      int status = new ProcessBuilder(kill).inheritIO().start().waitFor();
      if (status != 0) {
        throw new AssertionError("kill -" + name + " ended with " + status);
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
    process.destroyForcibly();
    process.onExit().join();
    Runtime.getRuntime().removeShutdownHook(onExit);
  }

  /** The broker's process; it ends with its standard input. */
  public static void main(String[] args) throws IOException {
    EnginesSpec spec = EnginesSpec.persistent(Path.of(args[0]), Engine.KAFKA);
    try (EmbeddedEngines kafka = EmbeddedEngines.start(spec)) {
      System.out.println(READY + kafka.kafkaBootstrapServers());
      while (System.in.read() >= 0) {
        // Nothing is said to it.
      }
    }
  }
}
