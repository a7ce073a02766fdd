package io.tidegauge.loadtest.bench.ingest;

import io.tidegauge.loadtest.bench.comparison.Comparison;
import io.tidegauge.loadtest.bench.comparison.ComparisonOptions;
import io.tidegauge.loadtest.bench.report.Table;
import io.tidegauge.loadtest.bench.system.Gateway;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidegauge bench ingest}: the gateway with its broker beside other stores. */
@Command(
    name = "ingest",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Sends the same Remote-Write 1.0 bodies to the gateway (which answers when they are durable in",
      "Kafka) and to other stores, in turns, as fast as each takes them; counts what was taken, and",
      "what it cost each process."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured, and every system has what was sent to it",
      "1:a system refused samples, lost some, or ended",
      "2:wrong arguments, or a peer that was asked for is not installed"
    })
public final class IngestCommand implements Callable<Integer> {

  @Mixin private final ComparisonOptions options = new ComparisonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return new Comparison(Objects.requireNonNull(spec), options)
        .run((directory, start) -> Gateway.start(directory, options.tidegauge()), Table::ingest);
  }
}
