package io.tidegauge.cli.status;

import io.tidegauge.cli.Commands;
import io.tidegauge.cli.ExitCodes;
import io.tidegauge.cli.api.Api;
import io.tidegauge.cli.api.ApiOptions;
import io.tidegauge.cli.api.Call;
import io.tidegauge.cli.api.Json;
import io.tidegauge.cli.output.TextLines;
import io.tidegauge.cli.terminal.Environment;
import io.tidegauge.cli.terminal.Terminal;
import io.tidegauge.cli.terminal.TerminalOptions;
import io.tidegauge.cli.terminal.Times;
import io.tidegauge.cli.terminal.Watch;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidegauge status}: the pipeline at a glance. */
@Command(
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "The pipeline at a glance: whether all is well and why not, rates, lag, stores, and what was"
            + " refused.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the state is ok",
      "1:it is not: degraded or behind",
      "2:wrong arguments",
      "3:the service cannot be reached"
    })
public final class StatusCommand implements Callable<Integer> {

  private final Environment environment;

  @Option(names = "--partitions", description = "each partition of topics and consumers, too")
  private boolean partitions;

  @Mixin private Watch watch = new Watch();
  @Mixin private ApiOptions address = new ApiOptions();
  @Mixin private TerminalOptions output = new TerminalOptions();
  @Spec private @Nullable CommandSpec spec;

  StatusCommand(Environment environment) {
    this.environment = environment;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    Environment environment = Environment.system();
    CommandLine line = Commands.inUtf8(commandLine(environment));
    System.exit(environment.interrupt().guard(() -> line.execute(args)));
  }

  static CommandLine commandLine(Environment environment) {
    return Commands.commandLine("status", new StatusCommand(environment));
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    Terminal terminal = output.terminal(environment);
    try (Api api = address.connect()) {
      return watch.run(
          out -> print(api, terminal, out), null, terminal, environment.interrupt(), line);
    }
  }

  private int print(Api api, Terminal terminal, TextLines out) {
    ObjectNode status = api.json(Call.to("status"));
    if (output.json()) {
      out.line(status.toString());
    } else {
      new StatusPage(terminal, out, new Times(environment.zone()), partitions)
          .print(status, environment.clock().instant());
    }
    return Json.text(status.path("state")).equals("ok") ? ExitCodes.OK : ExitCodes.BAD;
  }
}
