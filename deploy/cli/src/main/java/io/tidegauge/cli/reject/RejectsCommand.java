package io.tidegauge.cli.reject;

import io.tidegauge.cli.Commands;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tidegauge rejects}: what was finally refused. */
@Command(
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "What was finally refused: counts it, shows it, and sends it again.")
public final class RejectsCommand {

  private RejectsCommand() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    InstantSource clock = InstantSource.system();
    System.exit(
        commandLine(new LsCommand(clock), new ShowCommand(clock), new RetryCommand(clock))
            .execute(args));
  }

  static CommandLine commandLine(Object... commands) {
    CommandLine line = Commands.commandLine("rejects", new RejectsCommand());
    for (Object command : commands) {
      line.addSubcommand(command);
    }
    return line;
  }
}
