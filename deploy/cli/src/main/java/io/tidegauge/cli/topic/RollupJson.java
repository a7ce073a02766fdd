package io.tidegauge.cli.topic;

import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import java.util.Locale;

/** A rollup's properties, named as in the query API, with its version. */
final class RollupJson {

  private RollupJson() {}

  static void write(Rollup rollup, JsonLines out) {
    out.text("window", rollup.window().label());
    out.time("start", rollup.start());
    out.text("state", rollup.state().name().toLowerCase(Locale.ROOT));
    version(rollup.version(), out);
    Aggregate aggregate = rollup.aggregate();
    out.number("count", aggregate.count());
    out.number("nanCount", aggregate.nanCount());
    if (aggregate.count() > 0) {
      write(aggregate, out);
    }
  }

  static void version(RollupVersion version, JsonLines out) {
    out.object(
        "version",
        object -> {
          object.number("epoch", version.epoch());
          object.number("offset", version.offset());
          object.number("revision", version.revision());
        });
  }

  private static void write(Aggregate aggregate, JsonLines out) {
    out.number("sum", aggregate.sum());
    out.number("sumOfSquares", aggregate.sumOfSquares());
    out.number("min", aggregate.min());
    out.number("max", aggregate.max());
    out.number("avg", aggregate.average());
    out.number("stddev", aggregate.standardDeviation());
    out.number("first", aggregate.first());
    out.time("firstTimestamp", aggregate.firstTimestamp());
    out.number("last", aggregate.last());
    out.time("lastTimestamp", aggregate.lastTimestamp());
    out.number("increase", aggregate.increase());
    out.number("p50", aggregate.quantile(0.5));
    out.number("p90", aggregate.quantile(0.9));
    out.number("p95", aggregate.quantile(0.95));
    out.number("p99", aggregate.quantile(0.99));
  }
}
