package io.tidegauge.loadtest.chaos.verdict;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.oracle.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares the raw samples in ClickHouse with the oracle's, every bit of every value: those of the
 * lowest offset for each identity, as every reader of the table takes them.
 */
final class RawComparison {

  private static final int SHOWN = 20;
  private static final long SLICE = 2_000_000;
  private static final JsonMapper JSON = new JsonMapper();

  private static final String GAUGES =
      """
      SELECT toUnixTimestamp64Milli(ts) AS t,
        argMin(reinterpretAsUInt64(value), (epoch, partition, offset, idx))
      FROM samples WHERE id = toUInt128('%s') GROUP BY t ORDER BY t""";
  private static final String EVENTS =
      """
      SELECT t, v FROM (
        SELECT toUnixTimestamp64Milli(ts) AS t, batch, idx,
          argMin(reinterpretAsUInt64(value), (epoch, partition, offset, idx)) AS v
        FROM samples WHERE id = toUInt128('%s') GROUP BY t, batch, idx)
      ORDER BY t, v""";

  private final ClickHouse clickhouse;
  private final Map<LoadSeries, String> ids = new HashMap<>();
  private final List<String> differences = new ArrayList<>();
  private long compared;
  private long missing;
  private long surplus;

  RawComparison(ClickHouse clickhouse, String tenant) {
    this.clickhouse = clickhouse;
    readIds(tenant);
  }

  private record Key(long timestamp, long bits) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byTime = Long.compare(timestamp, other.timestamp);
      return byTime != 0 ? byTime : Long.compareUnsigned(bits, other.bits);
    }
  }

  /** How many samples were compared. */
  long compared() {
    return compared;
  }

  /** How many are not there. */
  long missing() {
    return missing;
  }

  /** How many are there that were not sent, or are there twice. */
  long surplus() {
    return surplus;
  }

  /** The first differences. */
  List<String> differences() {
    return List.copyOf(differences);
  }

  /** The id of a series, as ClickHouse writes it; empty where it has none. */
  String id(LoadSeries series) {
    return ids.getOrDefault(series, "");
  }

  private void readIds(String tenant) {
    String query =
        """
        SELECT toString(id), any(metric), toJSONString(anyLast(labels)), toString(any(kind))
        FROM series WHERE tenant = '%s' GROUP BY id"""
            .formatted(tenant);
    try (Stream<String[]> rows = clickhouse.rows(query)) {
      rows.forEach(
          row -> {
            TreeMap<String, String> labels = new TreeMap<>();
            JsonNode json = JSON.readTree(row[2]);
            json.properties().forEach(e -> labels.put(e.getKey(), e.getValue().asString()));
            labels.remove("__name__");
            Kind kind = Kind.valueOf(row[3].toUpperCase(java.util.Locale.ROOT));
            ids.put(new LoadSeries(row[1], labels, kind), row[0]);
          });
    }
  }

  void compare(Oracle oracle) {
    for (LoadSeries series : oracle.series()) {
      Key[] right = right(oracle, series);
      compared += right.length;
      String id = id(series);
      Key[] ours = id.isEmpty() ? new Key[0] : stored(series, id);
      compare(series, right, ours);
    }
  }

  private static Key[] right(Oracle oracle, LoadSeries series) {
    Key[] keys = new Key[oracle.sampleCount(series)];
    for (int i = 0; i < keys.length; i++) {
      LoadSample sample = oracle.sample(series, i);
      keys[i] = new Key(sample.timestamp(), Double.doubleToRawLongBits(sample.value()));
    }
    Arrays.sort(keys);
    return keys;
  }

  private Key[] stored(LoadSeries series, String id) {
    String query = (series.kind() == Kind.OBSERVATION ? EVENTS : GAUGES).formatted(id);
    try (Stream<String[]> rows = clickhouse.rows(query)) {
      return rows.map(row -> new Key(Long.parseLong(row[0]), Long.parseUnsignedLong(row[1])))
          .toArray(Key[]::new);
    }
  }

  private void compare(LoadSeries series, Key[] right, Key[] ours) {
    int i = 0;
    int j = 0;
    while (i < right.length || j < ours.length) {
      int order = i == right.length ? 1 : j == ours.length ? -1 : right[i].compareTo(ours[j]);
      if (order == 0) {
        i++;
        j++;
      } else if (order < 0) {
        missing++;
        note(series, right[i++], "is missing");
      } else {
        surplus++;
        note(series, ours[j++], "is there once too often");
      }
    }
  }

  private void note(LoadSeries series, Key key, String what) {
    if (differences.size() < SHOWN) {
      differences.add(
          "raw %s %d %s: %s"
              .formatted(series, key.timestamp, Double.longBitsToDouble(key.bits), what));
    }
  }

  /**
   * Rows that are in the table twice: the sink has not been exact. In slices, whose groups
   * ClickHouse has the memory for.
   */
  void checkRows() {
    long rows = Long.parseLong(clickhouse.lines("SELECT count() FROM samples").getFirst());
    long slices = 1 + rows / SLICE;
    for (long slice = 0; slice < slices; slice++) {
      String query =
          """
          SELECT partition, offset, idx, count() FROM samples WHERE offset %% %d = %d
          GROUP BY epoch, partition, offset, id, idx HAVING count() > 1 LIMIT 10"""
              .formatted(slices, slice);
      for (String row : clickhouse.lines(query)) {
        surplus++;
        differences.add("raw row (partition, offset, index, times) " + row + " is there twice");
      }
    }
  }
}
