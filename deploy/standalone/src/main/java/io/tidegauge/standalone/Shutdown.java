package io.tidegauge.standalone;

import io.tidegauge.engines.process.Directories;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Stops everything when the process is told to end, and says so. */
final class Shutdown implements Runnable {
  private static final PrintStream OUT = System.out;

  private final Options options;
  private final Path logs;
  private @Nullable Installation installation;
  private volatile boolean stopping;

  Shutdown(Options options, Path logs) {
    this.options = options;
    this.logs = logs;
  }

  /** From now on there is something to stop. */
  synchronized void begun(Installation running) {
    installation = running;
  }

  /** Whether the process is ending; what fails now is not worth a message. */
  boolean stopping() {
    return stopping;
  }

  @Override
  public synchronized void run() {
    stopping = true;
    if (installation == null) {
      return;
    }
    OUT.println("Stopping: services, then engines");
    installation.close();
    if (options.data().isPresent()) {
      OUT.println("Stopped. The data is in " + options.data().get());
    } else {
      Directories.delete(logs);
      OUT.println("Stopped. Nothing was kept.");
    }
  }
}
