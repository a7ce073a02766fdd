package io.tidegauge.processor.window;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads live batches by the rules for readers (docs/ARCHITECTURE.md, step 5): nothing behind what
 * it has seen, of each window the highest version, nothing open that must be closed by now.
 */
final class LiveReader {

  /** Stands for a window of which a part is not known. */
  private static final Aggregate UNKNOWN = new Aggregate();

  private record Key(Window window, long start) {}

  /** What is known of a series. */
  private record Known(MetricKind kind, long offset, Map<Key, Rollup> windows) {}

  private final long grace;
  private final Map<String, Known> series = new HashMap<>();

  LiveReader(long grace) {
    this.grace = grace;
  }

  void read(List<LiveBatch> batches) {
    for (LiveBatch batch : batches) {
      batch.series().forEach(one -> read(batch.watermark(), one));
    }
  }

  private void read(long watermark, LiveSeries news) {
    Known old = series.get(news.series().toString());
    if (old != null && news.offset() < old.offset()) {
      return;
    }
    Map<Key, Rollup> windows = new HashMap<>(old == null ? Map.of() : old.windows());
    long closedTo = Window.M5.start(watermark - grace);
    windows.values().removeIf(r -> r.state() != Rollup.State.FINAL && r.end() <= closedTo);
    for (Rollup rollup : news.windows()) {
      windows.merge(new Key(rollup.window(), rollup.start()), rollup, LiveReader::higher);
    }
    series.put(news.series().toString(), new Known(news.kind(), news.offset(), windows));
  }

  private static Rollup higher(Rollup old, Rollup news) {
    int order = news.version().compareTo(old.version());
    return order > 0 || (order == 0 && old.state() != Rollup.State.FINAL) ? news : old;
  }

  /** A window as it is seen; null where nothing, or not all, is known of it. */
  @Nullable Aggregate at(String id, Window window, long start) {
    Known known = series.get(id);
    Aggregate seen = known == null ? null : at(known, window, start);
    return seen == UNKNOWN ? null : seen;
  }

  private static @Nullable Aggregate at(Known known, Window window, long start) {
    Rollup entry = known.windows().get(new Key(window, start));
    if (window == Window.M5 || (entry != null && entry.state() != Rollup.State.BASE)) {
      return entry == null ? null : entry.aggregate();
    }
    List<Aggregate> open = openChildren(known, window, start);
    if (entry == null) {
      return open.isEmpty() ? null : UNKNOWN; // what is closed of it is not known
    }
    Aggregate total = entry.aggregate().copy();
    for (Aggregate child : open) {
      if (child == UNKNOWN) {
        return UNKNOWN;
      }
      total.mergeOverTime(child, known.kind() == MetricKind.COUNTER);
    }
    return total;
  }

  private static List<Aggregate> openChildren(Known known, Window window, long start) {
    Window child = Objects.requireNonNull(window.child());
    List<Aggregate> open = new ArrayList<>();
    for (long at = start; at < window.end(start); at += child.millis()) {
      Rollup entry = known.windows().get(new Key(child, at));
      if (entry == null || entry.state() != Rollup.State.FINAL) {
        Aggregate aggregate = at(known, child, at);
        if (aggregate != null && (aggregate == UNKNOWN || !aggregate.isEmpty())) {
          open.add(aggregate);
        }
      }
    }
    return open;
  }
}
