package io.tidegauge.cli;

import io.tidegauge.cli.output.OutputClosedException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** What all commands have in common. */
public final class Commands {

  private Commands() {}

  /**
   * A command line whose failures are one line on standard error and exit code 2, and for which a
   * reader that went away ({@code | head}) is no failure.
   *
   * @param name as the user typed it
   */
  public static CommandLine commandLine(String name, Object command) {
    CommandLine line = new CommandLine(command).setCommandName(name);
    line.setExecutionExceptionHandler(
        (exception, failed, result) -> {
          if (exception instanceof OutputClosedException) {
            return CommandLine.ExitCode.OK;
          }
          if (exception instanceof CommandFailedException) {
            PrintWriter err = failed.getErr();
            err.println(failed.getCommandSpec().qualifiedName() + ": " + exception.getMessage());
            err.flush();
            return CommandLine.ExitCode.USAGE;
          }
          throw exception;
        });
    return line.setCaseInsensitiveEnumValuesAllowed(true);
  }
}
