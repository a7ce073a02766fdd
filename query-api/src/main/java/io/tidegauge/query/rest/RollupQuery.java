package io.tidegauge.query.rest;

import io.tidegauge.contract.window.Window;
import io.tidegauge.query.config.LimitProperties;
import io.tidegauge.query.json.AggregateField;
import io.tidegauge.query.json.Measure;
import io.tidegauge.query.store.RollupRange;
import io.tidegauge.query.web.Matcher;
import io.tidegauge.query.web.Params;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rollups request that was read and found good.
 *
 * @param range which rollups
 * @param by labels to merge by; empty where each series stands on its own
 * @param measures what is wanted of each window
 */
record RollupQuery(RollupRange range, Optional<List<String>> by, List<Measure> measures) {

  static final Set<String> PARAMETERS =
      Set.of("metric", "window", "from", "to", "match", "by", "agg");

  private static final long DEFAULT_RANGE = Duration.ofHours(1).toMillis();

  /** Reads the parameters. */
  static RollupQuery of(String tenant, Params params, LimitProperties limits, long now) {
    String metric = params.required("metric", "node_load1");
    Window window = params.window();
    long to = params.time("to").orElse(now + 1);
    long from = params.time("from").orElse(to - DEFAULT_RANGE);
    if (from >= to) {
      throw Params.invalid("from must be before to");
    }
    List<Matcher> matchers = params.each("match", Matcher::parse);
    if (matchers.size() > limits.matchers()) {
      throw Params.invalid(
          matchers.size() + " match parameters, the limit is " + limits.matchers());
    }
    List<Measure> measures =
        params.has("agg")
            ? Params.read(Measure::parse, String.join(",", params.all("agg")))
            : Measure.ALL;
    Set<AggregateField> fields =
        measures.stream().flatMap(measure -> measure.fields().stream()).collect(Collectors.toSet());
    long aligned = window.start(from);
    RollupRange range = new RollupRange(tenant, metric, window, aligned, to, matchers, fields);
    if (range.windows() > limits.points()) {
      throw Params.invalid(
          "from and to span "
              + range.windows()
              + " windows of "
              + window.label()
              + ", the limit is "
              + limits.points()
              + "; narrow the range or take a longer window");
    }
    return new RollupQuery(range, by(params), measures);
  }

  private static Optional<List<String>> by(Params params) {
    if (!params.has("by")) {
      return Optional.empty();
    }
    return Optional.of(
        params.all("by").stream()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList());
  }
}
