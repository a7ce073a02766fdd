package io.tidegauge.loadtest.bench.pipeline;

import io.tidegauge.loadtest.bench.comparison.Comparison;
import io.tidegauge.loadtest.bench.comparison.ComparisonOptions;
import io.tidegauge.loadtest.bench.report.Table;
import io.tidegauge.loadtest.bench.system.Pipeline;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidegauge bench pipeline}: all of Tidegauge beside other stores' ingest. */
@Command(
    name = "pipeline",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "As bench ingest, with the processor, ClickHouse and Redis behind the gateway. A round ends when",
      "every sample is in ClickHouse, every window that is due is there as a final rollup, and no reader",
      "is behind; the processor time of all of that counts. Windows follow the samples' timestamps, not",
      "the time, so that they become due at the speed of the load."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured, and every system has what was sent to it",
      "1:a system refused samples, lost some, or ended",
      "2:wrong arguments, or a peer that was asked for is not installed"
    })
public final class PipelineCommand implements Callable<Integer> {

  @Mixin private final ComparisonOptions options = new ComparisonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return new Comparison(Objects.requireNonNull(spec), options)
        .run(
            (directory, start) -> Pipeline.start(directory, options.tidegauge(), start),
            Table::pipeline);
  }
}
