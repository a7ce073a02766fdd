package io.tidegauge.processor.replay;

import static java.util.Objects.requireNonNull;

import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.rollups.RollupsInsert;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The windows of history: what readers see of them, and what damages them. */
final class DamagedHistory {

  private final ClickHouseClient clickhouse;

  DamagedHistory(ClickHouseClient clickhouse) {
    this.clickhouse = clickhouse;
  }

  /** As an old bug might have: other values, a window too many, a window too few. */
  void damage() throws IOException, InterruptedException {
    String columns = RollupsInsert.COLUMNS;
    for (String table : List.of("rollups_5m", "rollups_24h")) {
      clickhouse.execute(
          "INSERT INTO %1$s (%2$s) SELECT * REPLACE (count + 1 AS count, max + 1 AS max) FROM (SELECT %2$s FROM %1$s FINAL WHERE count > 1 ORDER BY id, start LIMIT 1)"
              .formatted(table, columns));
    }
    clickhouse.execute(
        ("INSERT INTO rollups_5m (%s) SELECT * REPLACE (id + 1 AS id) FROM (SELECT %s FROM"
                + " rollups_5m FINAL WHERE count > 1 ORDER BY id, start LIMIT 1 OFFSET 3)")
            .formatted(columns, columns));
    clickhouse.execute(
        "ALTER TABLE rollups_15m DELETE WHERE (id, start) IN (SELECT id, start FROM rollups_15m"
            + " WHERE count > 0 ORDER BY id, start LIMIT 1) SETTINGS mutations_sync = 2");
  }

  /** Takes away the marks of windows that vanished. */
  void deleteVanished() throws IOException, InterruptedException {
    for (Window window : Window.values()) {
      clickhouse.execute(
          "ALTER TABLE rollups_"
              + window.label()
              + " DELETE WHERE count = 0 AND nan_count = 0 SETTINGS mutations_sync = 2");
    }
  }

  /** The values that readers see, of each length as one text. */
  Map<Window, String> seen() throws IOException, InterruptedException {
    Map<Window, String> seen = new EnumMap<>(Window.class);
    for (Window window : Window.values()) {
      seen.put(window, seen(window));
    }
    return seen;
  }

  private String seen(Window window) throws IOException, InterruptedException {
    return clickhouse.execute(
        "SELECT count(), sum(count), sum(cityHash64(id, start, count, nan_count, min, max, first,"
            + " last, first_ts, last_ts, sketch)) FROM ("
            + StoredWindow.visible(window, "1")
            + ") WHERE count + nan_count > 0");
  }

  long count(String query) throws IOException, InterruptedException {
    return Long.parseLong(clickhouse.execute(query).strip());
  }

  /** Begins to read, all the time. */
  Reader read() {
    return new Reader();
  }

  /** One reader of every window length. */
  final class Reader {
    private final Map<Window, TreeSet<String>> seen = new EnumMap<>(Window.class);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> running;

    private Reader() {
      for (Window window : Window.values()) {
        seen.put(window, new TreeSet<>());
      }
      running = CompletableFuture.runAsync(this::run);
    }

    private void run() {
      try {
        do {
          for (Window window : Window.values()) {
            requireNonNull(seen.get(window)).add(DamagedHistory.this.seen(window));
          }
        } while (!closed.get());
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Stops, and gives all that was seen. */
    Map<Window, ? extends SortedSet<String>> stop() {
      closed.set(true);
      running.join();
      return seen;
    }
  }
}
