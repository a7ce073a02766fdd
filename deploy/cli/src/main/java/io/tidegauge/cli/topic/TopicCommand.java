package io.tidegauge.cli.topic;

import io.tidegauge.cli.Commands;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tidegauge topic}: looks into the topics. */
@Command(
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Looks into the topics.")
public final class TopicCommand {

  private TopicCommand() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(commandLine(InstantSource.system()).execute(args));
  }

  static CommandLine commandLine(InstantSource clock) {
    return commandLine(new CatCommand(clock));
  }

  static CommandLine commandLine(CatCommand cat) {
    return Commands.commandLine("topic", new TopicCommand()).addSubcommand("cat", cat);
  }
}
