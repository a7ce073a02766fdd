package io.tidegauge.engines.process;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the engine process that a killed run may have left behind. */
public final class Leftover {
  private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);
  private static final long PATIENCE_SECONDS = 10;

  private Leftover() {}

  /**
   * Ends the engine process of a directory, if one still runs.
   *
   * <p>A pid may have been given to somebody else since: only a process that works in the engine's
   * own directory is touched.
   */
  public static void end(String name, Path directory) {
    Path pidFile = directory.resolve(ChildProcess.PID_FILE);
    Optional<ProcessHandle> leftover = find(pidFile, directory);
    if (leftover.isEmpty()) {
      return;
    }
    ProcessHandle process = leftover.get();
    LOG.info("Ending {} left by an earlier run (pid {})", name, process.pid());
    process.destroy();
    if (!ended(process)) {
      process.destroyForcibly();
      if (!ended(process)) {
        throw new EngineException(
            "%s of an earlier run (pid %d) does not end; end it with: kill -9 %d"
                .formatted(name, process.pid(), process.pid()));
      }
    }
  }

  private static Optional<ProcessHandle> find(Path pidFile, Path directory) {
    try {
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      Path workingDirectory = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
      return workingDirectory.startsWith(directory.toRealPath())
          ? ProcessHandle.of(pid)
          : Optional.empty();
    } catch (IOException | NumberFormatException noSuchProcess) {
      return Optional.empty();
    }
  }

  private static boolean ended(ProcessHandle process) {
    try {
      CompletableFuture<ProcessHandle> exit = process.onExit();
      exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new EngineException("Cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("Interrupted while ending process " + process.pid(), e);
    }
  }
}
