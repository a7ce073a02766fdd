package io.tidegauge.cli;

import io.tidegauge.cli.output.OutputClosedException;
import io.tidegauge.cli.output.TextLines;
import java.io.FileDescriptor;
import java.io.PrintWriter;
import picocli.CommandLine;

/** What all commands have in common. */
public final class Commands {

  private Commands() {}

  /**
   * A command line whose failures are one line on standard error and an exit code, 2 unless the
   * failure says otherwise, and for which a reader that went away ({@code | head}) is no failure.
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
          if (exception instanceof CommandFailedException failure) {
            PrintWriter err = failed.getErr();
            err.println(failed.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
            err.flush();
            return failure.exitCode();
          }
          throw exception;
        });
    return line.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /**
   * Has a command write UTF-8, whatever the locale says: block characters and labels of other
   * scripts are not replaced by question marks.
   */
  public static CommandLine inUtf8(CommandLine line) {
    return line.setOut(TextLines.writer(FileDescriptor.out))
        .setErr(TextLines.writer(FileDescriptor.err));
  }
}
