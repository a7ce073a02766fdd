package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * SIGSTOP of a process and its children until ended, then SIGCONT. It goes through a shell that
 * waits for its input to close: should this JVM die meanwhile, nothing stays stopped for ever.
 */
final class Freeze implements Harm {

  private static final String STOPPED =
      "kill -s STOP \"$@\"; read -r ignored; kill -s CONT \"$@\" 2>/dev/null";

  private final Process shell;

  private Freeze(Process shell) {
    this.shell = shell;
  }

  static Freeze of(ProcessHandle process) {
    List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", STOPPED, "sh"));
    Stream.concat(Stream.of(process), process.descendants())
        .map(one -> Long.toString(one.pid()))
        .forEach(command::add);
    try {
      return new Freeze(
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new EngineException("Cannot stop process " + process.pid(), e);
    }
  }

  @Override
  public void end() {
    try {
      shell.getOutputStream().close();
      shell.waitFor();
    } catch (IOException e) {
      throw new EngineException("Cannot let a stopped process go on", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
