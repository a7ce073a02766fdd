package io.tidegauge.processor.revise;

import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.processor.revise.RawSamples.RawSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Computes the windows of one series and day from its raw samples. Pure. */
final class Recalculation {

  private Recalculation() {}

  /** The results for what is pending; {@code samples} as {@link RawSamples#read} gives them. */
  static List<RevisionRecord.Result> results(
      PendingDay pending, List<RawSample> samples, RollupVersion version, long graceMillis) {
    boolean counter = pending.kind() == MetricKind.COUNTER;
    TreeMap<Long, Aggregate> fiveMinutes =
        aggregate(samples, counter, pending.kind() == MetricKind.OBSERVATION);
    TreeSet<PendingDay.Target> targets = pending.targets(graceMillis);
    List<RevisionRecord.Result> results = new ArrayList<>(targets.size());
    for (PendingDay.Target target : targets) {
      Aggregate total = new Aggregate();
      Map<Long, Aggregate> inside =
          fiveMinutes.subMap(target.start(), target.window().end(target.start()));
      inside.values().forEach(child -> total.mergeOverTime(child, counter));
      results.add(
          new RevisionRecord.Result(
              pending.day().tenant(),
              pending.day().series(),
              pending.labels(),
              pending.kind(),
              pending.watermark(),
              new Rollup(target.window(), target.start(), version, Rollup.State.FINAL, total)));
    }
    return results;
  }

  private static TreeMap<Long, Aggregate> aggregate(
      List<RawSample> samples, boolean counter, boolean observations) {
    FiveMinutes windows = new FiveMinutes(counter, observations);
    samples.forEach(sample -> windows.add(sample.timestamp(), sample.value()));
    return windows.take();
  }
}
