package io.tidegauge.processor.replay;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.window.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Computes all windows of a day's series from raw samples, compares them with what readers see, and
 * keeps aside those that differ. Holds the windows of some series at once, and the samples of none.
 */
final class DayReplay {

  /** Series whose windows are compared together: some MiB. */
  private static final int BATCH = 100;

  private final ReplaySamples samples;
  private final ReplayWindows stored;
  private final ReplayJob job;
  private final long day;
  private final Overflow overflow;
  private final ReplayProgress progress;
  private final long total;
  private final Map<SeriesId, SeriesOfDay> batch = new LinkedHashMap<>();
  private final Set<String> leftOut = new HashSet<>();
  private long done;
  private long windows;

  DayReplay(
      ReplaySamples samples, ReplayWindows stored, ReplayJob job, long day, ReplayProgress progress)
      throws IOException, InterruptedException {
    this.samples = samples;
    this.stored = stored;
    this.job = job;
    this.day = day;
    this.progress = progress;
    this.overflow = new Overflow(samples, job.bounds().partitions());
    this.total = samples.countSeries(day);
  }

  private record Key(SeriesId id, Window window, long start) {}

  /** Does the whole day and notes that it is done. */
  void run(ReplayJobs jobs) throws IOException, InterruptedException {
    samples.series(day, this::take);
    flush();
    jobs.dayDone(job.id(), day, done, windows);
  }

  private void take(SeriesOfDay series) throws IOException, InterruptedException {
    if (overflow.isIn(series, day)) {
      String of = "tenant " + series.tenant() + ", partition " + overflow.partition(series);
      if (leftOut.add(of)) {
        progress.leftOut(
            of
                + ": it had an overflow series that day, and raw history does not tell what was"
                + " counted in it");
      }
      return;
    }
    if (!batch.isEmpty()
        && (batch.size() >= BATCH
            || !batch.values().iterator().next().tenant().equals(series.tenant()))) {
      flush();
    }
    batch.put(series.id(), series);
  }

  private void flush() throws IOException, InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    String tenant = batch.values().iterator().next().tenant();
    Map<Key, RollupRecord.OfSeries> seen = new HashMap<>();
    for (Window window : Window.values()) {
      stored.visible(
          window,
          batch.keySet(),
          tenant,
          day,
          each -> seen.put(new Key(each.series(), window, each.rollup().start()), each));
    }
    List<RollupRecord.OfSeries> different = new ArrayList<>();
    samples.fiveMinutes(
        batch.keySet(),
        day,
        id -> series(id).kind(),
        (id, fiveMinutes) -> compare(series(id), fiveMinutes, seen, different));
    seen.values().stream()
        .filter(each -> !each.rollup().aggregate().isEmpty())
        .forEach(each -> different.add(row(series(each.series()), each.rollup(), new Aggregate())));
    windows += seen.size();
    stored.keepAside(job.id(), different);
    done += batch.size();
    batch.clear();
    progress.at("computing " + java.time.Instant.ofEpochMilli(day) + ", series", done, total);
  }

  /** Takes out of {@code seen} what there is of the computed windows. */
  private void compare(
      SeriesOfDay series,
      TreeMap<Long, Aggregate> fiveMinutes,
      Map<Key, RollupRecord.OfSeries> seen,
      List<RollupRecord.OfSeries> different) {
    boolean counter = series.kind() == MetricKind.COUNTER;
    for (Window window : Window.values()) {
      TreeMap<Long, Aggregate> computed = new TreeMap<>();
      fiveMinutes.forEach(
          (start, child) ->
              computed
                  .computeIfAbsent(window.start(start), key -> new Aggregate())
                  .mergeOverTime(child, counter));
      computed.forEach(
          (start, aggregate) -> {
            RollupRecord.OfSeries now = seen.remove(new Key(series.id(), window, start));
            windows++;
            if (now == null) {
              different.add(row(series, window, start, null, aggregate));
            } else if (now.rollup().state() != Rollup.State.FINAL
                || !SameValues.of(aggregate, now.rollup().aggregate())) {
              different.add(row(series, now.rollup(), aggregate));
            }
          });
    }
  }

  private RollupRecord.OfSeries row(SeriesOfDay series, Rollup replaced, Aggregate aggregate) {
    return row(series, replaced.window(), replaced.start(), replaced, aggregate);
  }

  private RollupRecord.OfSeries row(
      SeriesOfDay series,
      Window window,
      long start,
      @Nullable Rollup replaced,
      Aggregate aggregate) {
    int partition = Topics.partition(series.id().low(), job.bounds().partitions());
    RollupVersion version =
        job.bounds().version(partition, replaced == null ? RollupVersion.NONE : replaced.version());
    return new RollupRecord.OfSeries(
        series.tenant(),
        series.id(),
        series.metric(),
        series.kind(),
        new Rollup(window, start, version, Rollup.State.FINAL, aggregate));
  }

  private SeriesOfDay series(SeriesId id) {
    return java.util.Objects.requireNonNull(batch.get(id));
  }
}
