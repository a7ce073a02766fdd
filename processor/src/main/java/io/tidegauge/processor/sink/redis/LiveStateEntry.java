package io.tidegauge.processor.sink.redis;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveBatchWriter;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One field of the live state. Value: the version (epoch, 4 bytes; source offset, 8 bytes; both
 * big-endian), then a {@link LiveBatch} of one series. The tier sample carries the labels and no
 * window, the others windows and no labels. A value of the version alone takes the field away. An
 * entry without a field only keeps its key alive.
 *
 * @param tier which key it goes to
 * @param field within the hash
 * @param value of the field
 * @param life how long the key shall live from now on, at least
 */
record LiveStateEntry(LiveTier tier, String field, byte[] value, Duration life) {

  static final int VERSION_BYTES = Integer.BYTES + Long.BYTES;
  private static final int INTERVALS = 3;
  private static final Labels NO_LABELS = Labels.of(Map.of());

  /** What of the live state a changed series replaces. */
  static List<LiveStateEntry> of(LiveBatch batch, LiveSeries series, LiveBatchWriter codec) {
    List<LiveStateEntry> entries = new ArrayList<>(4);
    String id = series.series().toString();
    if (series.ended()) {
      entries.add(removal(LiveTier.SAMPLE, id, batch, series));
      for (Window window : Window.values()) {
        String field = LiveStateKeys.field(id, window);
        entries.add(removal(LiveStateKeys.tier(window), field, batch, series));
      }
      return entries;
    }
    Duration interval = interval(series);
    entries.add(
        entry(LiveTier.SAMPLE, id, batch, series, series.labels(), List.of(), interval, codec));
    Map<Window, List<Rollup>> open = openWindows(series);
    boolean hasLarger = open.keySet().stream().anyMatch(window -> window != Window.M5);
    for (Window window : Window.values()) {
      LiveTier tier = LiveStateKeys.tier(window);
      String field = LiveStateKeys.field(id, window);
      List<Rollup> rollups = open.get(window);
      if (rollups != null) {
        entries.add(entry(tier, field, batch, series, NO_LABELS, rollups, interval, codec));
      } else if (window == Window.M5 || hasLarger) { // what is told is told whole
        entries.add(removal(tier, field, batch, series));
      }
    }
    // The base of a day changes once an hour, and must not go meanwhile.
    for (LiveTier tier : LiveTier.values()) {
      if (entries.stream().noneMatch(entry -> entry.tier() == tier)) {
        entries.add(new LiveStateEntry(tier, "", new byte[0], life(tier, interval)));
      }
    }
    return entries;
  }

  /** Whether it only keeps its key alive. */
  boolean isTouch() {
    return field.isEmpty();
  }

  /** Closed windows are history: the live topic and the rollups tables have them. */
  private static Map<Window, List<Rollup>> openWindows(LiveSeries series) {
    Map<Window, List<Rollup>> windows = new TreeMap<>();
    for (Rollup rollup : series.windows()) {
      if (rollup.state() != Rollup.State.FINAL) {
        windows.computeIfAbsent(rollup.window(), window -> new ArrayList<>()).add(rollup);
      }
    }
    return windows;
  }

  private static LiveStateEntry entry(
      LiveTier tier,
      String field,
      LiveBatch batch,
      LiveSeries series,
      Labels labels,
      List<Rollup> windows,
      Duration interval,
      LiveBatchWriter codec) {
    LiveSeries part =
        new LiveSeries(
            series.series(),
            labels,
            series.kind(),
            series.offset(),
            series.lastTimestamp(),
            series.lastValue(),
            false,
            windows);
    byte[] body =
        codec.encode(
            new LiveBatch(
                batch.tenant(),
                batch.epoch(),
                series.offset(),
                LiveBatch.UNKNOWN,
                LiveBatch.UNKNOWN,
                List.of(part)));
    byte[] value = version(batch, series, body.length).put(body).array();
    return new LiveStateEntry(tier, field, value, life(tier, interval));
  }

  private static LiveStateEntry removal(
      LiveTier tier, String field, LiveBatch batch, LiveSeries series) {
    byte[] value = version(batch, series, 0).array();
    return new LiveStateEntry(tier, field, value, tier.shortestLife());
  }

  private static ByteBuffer version(LiveBatch batch, LiveSeries series, int more) {
    return ByteBuffer.allocate(VERSION_BYTES + more).putInt(batch.epoch()).putLong(series.offset());
  }

  private static Duration life(LiveTier tier, Duration interval) {
    Duration several = interval.multipliedBy(INTERVALS);
    return several.compareTo(tier.shortestLife()) > 0 ? several : tier.shortestLife();
  }

  /**
   * The distance of the series' samples, from the window that knows the most; zero where none does.
   */
  static Duration interval(LiveSeries series) {
    long most = 1;
    long millis = 0;
    for (Rollup rollup : series.windows()) {
      Aggregate aggregate = rollup.aggregate();
      if (aggregate.count() > most) {
        most = aggregate.count();
        millis = (aggregate.lastTimestamp() - aggregate.firstTimestamp()) / (most - 1);
      }
    }
    return Duration.ofMillis(millis);
  }

  /** The batch of one series in a field's value. */
  static LiveBatch read(byte[] value) {
    return LiveCodec.decode(Arrays.copyOfRange(value, VERSION_BYTES, value.length));
  }
}
