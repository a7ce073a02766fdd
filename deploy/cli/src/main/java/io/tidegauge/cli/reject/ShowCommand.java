package io.tidegauge.cli.reject;

import io.tidegauge.cli.output.JsonLines;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidegauge rejects show}: refusals with what was sent. */
@Command(
    name = "show",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Prints refusals with what was sent, as lines of JSON.")
final class ShowCommand implements Callable<Integer> {

  private final InstantSource clock;
  private final LongFunction<JsonLines> outputs;

  @Option(
      names = "--limit",
      paramLabel = "LINES",
      description = "end after so many; no limit unless given")
  private long limit = Long.MAX_VALUE;

  @Mixin private RejectSelection selection = new RejectSelection();

  ShowCommand(InstantSource clock) {
    this(clock, JsonLines::toStandardOutput);
  }

  ShowCommand(InstantSource clock, LongFunction<JsonLines> outputs) {
    this.clock = clock;
    this.outputs = outputs;
  }

  @Override
  public Integer call() {
    JsonLines out = outputs.apply(limit);
    selection.read(
        clock,
        (position, record, reject) -> {
          out.line(
              line -> {
                line.text("position", position.toString());
                line.time("recordTime", record.timestamp());
                RejectJson.write(reject, line);
              });
          return !out.isFull();
        });
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
