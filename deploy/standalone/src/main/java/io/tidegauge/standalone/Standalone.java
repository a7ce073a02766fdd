package io.tidegauge.standalone;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Directories;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** {@code ./tidegauge up}: starts the pipeline, says that it is ready, and runs until stopped. */
public final class Standalone {
  private static final PrintStream OUT = System.out;
  private static final PrintStream ERR = System.err;

  private Standalone() {}

  /** Runs until the process is told to stop; the exit code is 2 for a wrong command line. */
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    try {
      Options options = Options.parse(List.of(arguments), System.getenv());
      if (!options.settings().isEmpty()) {
        SettingKeys.ofServices().check(options.settings().keySet());
      }
      Path logs = logs(options);
      // Before the first logger exists: logback.xml puts the log there.
      System.setProperty("tidegauge.logs", logs.toString());
      // Three Spring applications would each set up logging again.
      System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
      run(options, logs, start);
    } catch (UsageException e) {
      ERR.println(e.getMessage());
      System.exit(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path logs(Options options) {
    return options
        .data()
        .map(data -> Directories.createPrivate(data).resolve("logs"))
        .orElseGet(
            () ->
                Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "tidegauge-logs-" + ProcessHandle.current().pid()));
  }

  private static void run(Options options, Path logs, long start) throws InterruptedException {
    Shutdown shutdown = new Shutdown(options, logs);
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown, "stop"));
    try {
      Installation installation = Installation.start(options, logs, shutdown::begun);
      OUT.println(ready(installation, System.nanoTime() - start));
      new CountDownLatch(1).await();
    } catch (EngineException | StartException e) {
      if (shutdown.stopping()) {
        return;
      }
      LoggerFactory.getLogger(Standalone.class).debug("Did not start", e);
      ERR.println("Tidegauge did not start: " + e.getMessage());
      ERR.println("The log is " + logs.resolve("tidegauge.log"));
      System.exit(1);
    }
  }

  private static String ready(Installation installation, long nanos) {
    return "Tidegauge is ready: dashboard and API http://127.0.0.1:%d/  ingest http://127.0.0.1:%d (OTLP/gRPC 127.0.0.1:%d)  after %.1f s"
        .formatted(
            installation.port(ServicePort.QUERY),
            installation.port(ServicePort.INGEST_HTTP),
            installation.port(ServicePort.INGEST_GRPC),
            nanos / 1e9);
  }
}
