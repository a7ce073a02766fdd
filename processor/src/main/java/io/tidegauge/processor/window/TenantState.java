package io.tidegauge.processor.window;

import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One tenant in one partition: its watermark, and which windows of it end when. */
final class TenantState {

  private static final Window[] WINDOWS = Window.values();

  /** More than any raw retention has: what is older is refused at the gateway. */
  private static final int OVERFLOW_DAYS = 400;

  final int index;
  final String name;

  /** The largest min(event time, receive time) seen, ms; {@link Long#MIN_VALUE} before any. */
  long watermark = Long.MIN_VALUE;

  /** All windows that end here or before are closed: aligned to 5m. */
  long closedTo = Long.MIN_VALUE;

  /** Live series that count towards the limit. */
  int seriesCount;

  /** Live series that take in what is over the limit. */
  int overflowCount;

  /** Starts of the days in which samples went to an overflow series. */
  private final TreeSet<Long> overflowDays = new TreeSet<>();

  /** Whether the watermark, or the days with overflow, changed since they were logged. */
  boolean dirty;

  /** Whether the watermark changed since it was handed to the live publisher. */
  boolean liveDirty;

  /**
   * By window: start to the open windows' slots (5m), or to the series with a base (larger ones).
   */
  private final List<TreeMap<Long, IntList>> open = new ArrayList<>();

  private long recentStart = Long.MIN_VALUE;
  private @Nullable IntList recent;

  TenantState(int index, String name) {
    this.index = index;
    this.name = name;
    for (Window ignored : WINDOWS) {
      open.add(new TreeMap<>());
    }
  }

  /** Notes that a sample of a day went to an overflow series. */
  void overflowed(long day) {
    if (overflowDays.add(day)) {
      dirty = true;
      if (overflowDays.size() > OVERFLOW_DAYS) {
        overflowDays.removeFirst();
      }
    }
  }

  boolean hasOverflow(long day) {
    return overflowDays.contains(day);
  }

  SortedSet<Long> overflowDays() {
    return overflowDays;
  }

  void addWindow(long start, int slot) {
    IntList list = recent;
    if (list == null || recentStart != start) {
      list = listOf(Window.M5, start);
      recent = list;
      recentStart = start;
    }
    list.add(slot);
  }

  void addBase(Window window, long start, int series) {
    listOf(window, start).add(series);
  }

  /** Takes out what ends at a time; null where nothing does. */
  @Nullable IntList take(Window window, long end) {
    IntList list = open.get(window.ordinal()).remove(end - window.millis());
    if (list != null && list == recent) {
      recent = null;
    }
    return list;
  }

  /** The earliest end of any open window; {@link Long#MAX_VALUE} where none is open. */
  long nextEnd() {
    long earliest = Long.MAX_VALUE;
    for (Window window : WINDOWS) {
      Map.Entry<Long, IntList> first = open.get(window.ordinal()).firstEntry();
      if (first != null) {
        earliest = Math.min(earliest, window.end(first.getKey()));
      }
    }
    return earliest;
  }

  void clearOpen() {
    open.forEach(TreeMap::clear);
    recent = null;
    seriesCount = 0;
    overflowCount = 0;
  }

  private IntList listOf(Window window, long start) {
    return open.get(window.ordinal()).computeIfAbsent(start, key -> new IntList());
  }
}
