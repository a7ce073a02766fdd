package io.tidegauge.engines.process;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that ends with this one, whatever ends it.
 *
 * <p>The child's standard input is a pipe that only this process holds. It closes when this process
 * closes it, or dies by any signal, and then the child ends. The child runs in a session of its
 * own, so that Ctrl-C at the terminal reaches this process alone, which stops things in order.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  static final String PID_FILE = "engine.pid";
  private static final String OUTPUT_FILE = "output.log";
  private static final int SHOWN_LINES = 12;
  private static final int KILLED = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration RESTART_AFTER = Duration.ofSeconds(1);

  /**
   * Runs "$@", and sends it the signal $1 when standard input closes. Background commands ignore
   * SIGINT unless they install a handler, which PostgreSQL does.
   */
  private static final String WATCHED =
      """
      exec 3<&0 </dev/null
      signal=$1; pid_file=$2; shift 2
      "$@" 3<&- &
      child=$!
      echo "$child" > "$pid_file"
      ( read -r ignored <&3; kill -s "$signal" "$child" ) &
      watcher=$!
      exec 3<&-
      wait "$child"; code=$?
      kill "$watcher" 2>/dev/null
      exit "$code"
      """;

  private final Spec spec;
  private final List<RunLog> logs;
  private final Object lock = new Object();
  private Process process;
  private Duration restartAfter = RESTART_AFTER;
  private boolean closed;

  private ChildProcess(Spec spec) {
    this.spec = spec;
    RunLog output = new RunLog(spec.directory().resolve(OUTPUT_FILE));
    Path own = spec.log();
    this.logs = own.equals(output.file()) ? List.of(output) : List.of(new RunLog(own), output);
    this.process = launch(spec, logs);
  }

  /**
   * What to run.
   *
   * @param name for messages
   * @param command program and arguments
   * @param directory working directory; by it a leftover is told from an unrelated process
   * @param environment added to this process's environment
   * @param end how the child ends when its standard input closes
   * @param log the file that the child itself writes its log to; shown when it ends unexpectedly
   */
  public record Spec(
      String name,
      List<String> command,
      Path directory,
      Map<String, String> environment,
      End end,
      Path log) {

    /** Of a child that has no log but its output. */
    public Spec(
        String name,
        List<String> command,
        Path directory,
        Map<String, String> environment,
        End end) {
      this(name, command, directory, environment, end, directory.resolve(OUTPUT_FILE));
    }
  }

  /** How a child ends when its standard input closes. */
  public enum End {
    /** It reads its standard input and ends by itself. */
    BY_ITSELF,
    /** It is sent SIGTERM. */
    TERM,
    /** It is sent SIGINT. */
    INT,
    /** It is sent SIGKILL: it is to be gone, whatever state it is in. */
    KILL
  }

  /**
   * Starts a child. Its process id goes to {@code engine.pid}, for {@link Leftover}, its output to
   * {@code output.log} in that directory, behind that of earlier runs.
   */
  public static ChildProcess start(Spec spec) {
    return new ChildProcess(spec);
  }

  private static Process launch(Spec spec, List<RunLog> logs) {
    RunLog output = logs.getLast();
    Path pidFile = spec.directory().resolve(PID_FILE);
    List<String> command = new ArrayList<>(List.of("setsid"));
    if (spec.end() != End.BY_ITSELF) {
      command.addAll(List.of("sh", "-c", WATCHED, "sh", spec.end().name(), pidFile.toString()));
    }
    command.addAll(spec.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(spec.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.file().toFile()));
    builder.environment().putAll(spec.environment());
    try {
      output.makeRoom();
      for (RunLog log : logs) {
        log.begin();
      }
      Process process = builder.start();
      if (spec.end() == End.BY_ITSELF) {
        Files.writeString(pidFile, process.pid() + "\n");
      }
      return process;
    } catch (IOException e) {
      throw new EngineException(
          "Cannot run %s for %s".formatted(command.getFirst(), spec.name()), e);
    }
  }

  /**
   * From now on a child that ends without being asked to is started again, a second later, with the
   * same command.
   */
  public void keepAlive() {
    CompletableFuture<Process> exit;
    synchronized (lock) {
      exit = process.onExit();
    }
    exit.thenAccept(this::restartLater);
  }

  private void restartLater(Process ended) {
    Duration pause;
    synchronized (lock) {
      pause = restartAfter;
    }
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> restart(ended));
  }

  /**
   * SIGKILL, as a test of those who need the child. Returns when it is gone.
   *
   * @param pause after which a child that is kept alive is started again
   */
  public void kill(Duration pause) throws InterruptedException {
    Process killed = toStartAgainAfter(pause);
    handle().ifPresent(ProcessHandle::destroyForcibly);
    killed.waitFor();
  }

  /**
   * SIGTERM, and SIGKILL where that does not help in time. Returns when it is gone.
   *
   * @param pause after which a child that is kept alive is started again
   * @return whether it ended by itself
   */
  public boolean terminate(Duration pause, Duration patience) throws InterruptedException {
    Process ended = toStartAgainAfter(pause);
    handle().ifPresent(ProcessHandle::destroy);
    if (ended.waitFor(patience)) {
      return true;
    }
    handle().ifPresent(ProcessHandle::destroyForcibly);
    ended.waitFor();
    return false;
  }

  private Process toStartAgainAfter(Duration pause) {
    synchronized (lock) {
      restartAfter = pause;
      return process;
    }
  }

  /**
   * The child itself, not the shell that watches it; empty while there is none.
   *
   * @see ProcessHandle#descendants() for what it has started
   */
  public Optional<ProcessHandle> handle() {
    Process current = current();
    if (spec.end() == End.BY_ITSELF) {
      return current.isAlive() ? Optional.of(current.toHandle()) : Optional.empty();
    }
    return current.children().filter(this::isChild).findFirst();
  }

  /** The shell's other child only waits for its input. */
  private boolean isChild(ProcessHandle handle) {
    try {
      String pid = Files.readString(spec.directory().resolve(PID_FILE)).strip();
      return pid.equals(Long.toString(handle.pid()));
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Its name, for messages. */
  public String name() {
    return spec.name();
  }

  private void restart(Process ended) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      if (restartAfter.equals(RESTART_AFTER)) {
        LOG.error(
            "{} ended unexpectedly ({}); starting it again. {}",
            spec.name(),
            reason(ended.exitValue()),
            lastOutput());
      }
      restartAfter = RESTART_AFTER;
      // Where only the shell that watches the child was killed, the child is still there.
      closeInput(ended);
      Leftover.end(spec.name(), spec.directory());
      process = launch(spec, logs);
    }
    keepAlive();
  }

  private void closeInput(Process ended) {
    try {
      ended.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("{} had closed its standard input already", spec.name(), e);
    }
  }

  /**
   * Waits until the child answers.
   *
   * @param probe true once it does; asked again every 20 ms
   * @throws EngineException when the child ends or the time is over, with the end of its output
   */
  public void awaitReady(Duration patience, Probe probe) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!probe.ready()) {
      if (current().waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new EngineException(
            "%s ended while starting (%s). %s"
                .formatted(spec.name(), reason(current().exitValue()), lastOutput()));
      }
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            "%s did not answer within %d s. %s"
                .formatted(spec.name(), patience.toSeconds(), lastOutput()));
      }
    }
  }

  /** Asks whether a child answers. */
  @FunctionalInterface
  public interface Probe {
    /** True once the child answers; never throws for one that does not yet. */
    boolean ready();
  }

  private Process current() {
    synchronized (lock) {
      return process;
    }
  }

  private static String reason(int code) {
    return code > KILLED ? "killed by signal " + (code - KILLED) : "exit code " + code;
  }

  /** The end of what the current run wrote, with the names of the files. */
  private String lastOutput() {
    List<String> parts = new ArrayList<>();
    for (RunLog log : logs) {
      try {
        String tail = log.tail(SHOWN_LINES);
        if (!tail.isEmpty()) {
          parts.add("%s ends with:%n%s".formatted(log.file(), tail));
        }
      } catch (IOException e) {
        parts.add(log.file() + " cannot be read: " + e.getMessage());
      }
    }
    return parts.isEmpty()
        ? "It wrote nothing to " + logs.getFirst().file()
        : String.join("\n", parts);
  }

  /** Ends the child in its own way, and by force after 30 s. */
  @Override
  public void close() {
    Process last;
    synchronized (lock) {
      closed = true;
      last = process;
    }
    closeInput(last);
    try {
      if (!last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("{} did not end within {}; ending it by force", spec.name(), PATIENCE);
        last.descendants().forEach(ProcessHandle::destroyForcibly);
        last.destroyForcibly();
      }
      // Where only the shell that watches the child was ended, the child may still be ending.
      Leftover.end(spec.name(), spec.directory());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
