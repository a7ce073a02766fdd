package io.tidegauge.processor.live;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.SeriesId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batches that wait for a slow writer: of each series only the latest entry, with the newest of
 * each window, so that it never holds more than the live series. Thread-safe.
 */
final class ConflatingBuffer {

  /** Windows of one series that are kept; older closed ones are in the history. */
  private static final int WINDOWS = 64;

  private record Target(int partition, String tenant) {}

  /** What waits for a partition and tenant. */
  private static final class Waiting {
    int epoch;
    long offset;
    long watermark = LiveBatch.UNKNOWN;
    final Map<SeriesId, LiveSeries> series = new LinkedHashMap<>();
  }

  /** A batch and its partition. */
  record Entry(int partition, LiveBatch batch) {}

  private final Map<Target, Waiting> waiting = new LinkedHashMap<>();
  private int size;

  synchronized void add(int partition, LiveBatch batch) {
    Waiting target =
        waiting.computeIfAbsent(new Target(partition, batch.tenant()), key -> new Waiting());
    target.epoch = batch.epoch();
    target.offset = Math.max(target.offset, batch.offset());
    if (batch.watermark() != LiveBatch.UNKNOWN) {
      target.watermark = Math.max(target.watermark, batch.watermark());
    }
    for (LiveSeries one : batch.series()) {
      LiveSeries before = target.series.get(one.series());
      if (before == null) {
        size++;
      }
      target.series.put(one.series(), before == null ? one : conflate(before, one));
    }
    notifyAll();
  }

  /** Takes up to {@code limit} series of one partition and tenant; waits for at most a time. */
  synchronized List<Entry> take(int limit, long millis) throws InterruptedException {
    if (waiting.isEmpty()) {
      wait(millis);
    }
    List<Entry> taken = new ArrayList<>();
    int room = limit;
    while (room > 0 && !waiting.isEmpty()) {
      Map.Entry<Target, Waiting> first = waiting.entrySet().iterator().next();
      Waiting target = first.getValue();
      List<LiveSeries> series = new ArrayList<>();
      var iterator = target.series.values().iterator();
      while (room > 0 && iterator.hasNext()) {
        series.add(iterator.next());
        iterator.remove();
        size--;
        room--;
      }
      if (target.series.isEmpty()) {
        waiting.remove(first.getKey());
      }
      taken.add(
          new Entry(
              first.getKey().partition(),
              new LiveBatch(
                  first.getKey().tenant(),
                  target.epoch,
                  target.offset,
                  target.watermark,
                  LiveBatch.UNKNOWN,
                  series)));
    }
    return taken;
  }

  /** Series that wait. */
  synchronized int size() {
    return size;
  }

  private static LiveSeries conflate(LiveSeries before, LiveSeries after) {
    Map<Long, Rollup> windows = new LinkedHashMap<>();
    before.windows().forEach(rollup -> windows.put(key(rollup), rollup));
    after
        .windows()
        .forEach(
            rollup -> {
              windows.remove(key(rollup)); // so that the newest come last
              windows.put(key(rollup), rollup);
            });
    List<Rollup> kept = new ArrayList<>(windows.values());
    if (kept.size() > WINDOWS) {
      kept = kept.subList(kept.size() - WINDOWS, kept.size());
    }
    return new LiveSeries(
        after.series(),
        after.labels(),
        after.kind(),
        after.offset(),
        after.lastTimestamp(),
        after.lastValue(),
        after.ended(),
        kept);
  }

  /** Starts are whole minutes, so the window fits into the low bits. */
  private static long key(Rollup rollup) {
    return rollup.start() * 4 + rollup.window().ordinal();
  }
}
