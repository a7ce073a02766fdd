package io.tidegauge.processor.revise;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.topology.SamplesFeed;
import io.tidegauge.processor.window.AggregateAssert;
import io.tidegauge.processor.window.Oracle;
import io.tidegauge.processor.window.TestSeries;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** The rollups as history has them: of each window the highest version. */
public final class StoredRollups {

  private static final String COLUMNS =
      "lower(hex(id)), toUnixTimestamp64Milli(start), version_epoch, version_offset,"
          + " version_revision, state, count, nan_count, bits(sum), bits(sum_compensation),"
          + " bits(sum_of_squares), bits(min), bits(max), toUnixTimestamp64Milli(first_ts),"
          + " bits(first), toUnixTimestamp64Milli(last_ts), bits(last), bits(increase),"
          + " hex(sketch)";

  private final ClickHouseClient clickhouse;
  private final SamplesFeed feed;

  public StoredRollups(ClickHouseClient clickhouse, SamplesFeed feed) {
    this.clickhouse = clickhouse;
    this.feed = feed;
  }

  /** Waits, a minute at most, until as many samples are counted as should be; then compare. */
  public void awaitCounts() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    List<String> expected = expectedCounts();
    while (System.nanoTime() < deadline && !counts().equals(expected)) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private List<String> counts() throws IOException, InterruptedException {
    List<String> counts = new ArrayList<>();
    for (Window window : Window.values()) {
      String select = "SELECT sum(count + nan_count), count() FROM " + table(window);
      counts.add(clickhouse.execute(select).strip());
    }
    return counts;
  }

  /** Of each window how many samples and how many windows. */
  private List<String> expectedCounts() {
    long[] samples = new long[Window.values().length];
    long[] windows = new long[Window.values().length];
    for (int partition = 0; partition < SamplesFeed.PARTITIONS; partition++) {
      Oracle oracle = feed.oracle(partition);
      for (Oracle.Key key : oracle.keys()) {
        Aggregate aggregate = oracle.aggregate(key);
        samples[key.window().ordinal()] += aggregate.count() + aggregate.nanCount();
        windows[key.window().ordinal()]++;
      }
    }
    return Arrays.stream(Window.values())
        .map(window -> samples[window.ordinal()] + "\t" + windows[window.ordinal()])
        .toList();
  }

  /** All windows are there, final, and equal to the oracle's; gives them. */
  public Map<Oracle.Key, Rollup> assertEqualsOracle() throws IOException, InterruptedException {
    Map<Oracle.Key, Rollup> stored = read();
    Map<Oracle.Key, Aggregate> expected = new HashMap<>();
    for (int partition = 0; partition < SamplesFeed.PARTITIONS; partition++) {
      Oracle oracle = feed.oracle(partition);
      oracle.keys().forEach(key -> expected.put(key, oracle.aggregate(key)));
    }
    assertThat(stored.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    stored.forEach(
        (key, rollup) -> {
          assertThat(rollup.state()).as("%s", key).isEqualTo(Rollup.State.FINAL);
          AggregateAssert.assertSame(
              key, rollup.aggregate(), Objects.requireNonNull(expected.get(key)));
        });
    return stored;
  }

  /** The version of every window of history. */
  Map<Oracle.Key, RollupVersion> versions() throws IOException, InterruptedException {
    Map<Oracle.Key, RollupVersion> versions = new HashMap<>();
    read().forEach((key, rollup) -> versions.put(key, rollup.version()));
    return versions;
  }

  private Map<Oracle.Key, Rollup> read() throws IOException, InterruptedException {
    Map<Oracle.Key, Rollup> rollups = new HashMap<>();
    for (Window window : Window.values()) {
      String columns = COLUMNS.replaceAll("bits\\((\\w+)\\)", "reinterpretAsInt64($1)");
      clickhouse
          .execute("SELECT " + columns + " FROM " + table(window) + " FORMAT TSV")
          .lines()
          .forEach(
              line -> {
                String[] fields = line.split("\t", -1);
                TestSeries series = Objects.requireNonNull(feed.series().get(fields[0]), line);
                Rollup rollup = rollup(window, fields);
                rollups.put(new Oracle.Key(series, window, rollup.start()), rollup);
              });
    }
    return rollups;
  }

  private static String table(Window window) {
    return "rollups_" + window.label() + " FINAL";
  }

  private static Rollup rollup(Window window, String[] fields) {
    Aggregate aggregate = new Aggregate();
    aggregate.restore(
        Long.parseLong(fields[6]),
        Long.parseLong(fields[7]),
        bits(fields[8]),
        bits(fields[9]),
        bits(fields[10]),
        bits(fields[11]),
        bits(fields[12]));
    aggregate.restoreOrdered(
        Long.parseLong(fields[13]),
        bits(fields[14]),
        Long.parseLong(fields[15]),
        bits(fields[16]),
        bits(fields[17]));
    byte[] sketch = HexFormat.of().parseHex(fields[18]);
    aggregate.sketch().mergeFrom(new ProtoReader().reset(sketch, 0, sketch.length));
    return new Rollup(
        window,
        Long.parseLong(fields[1]),
        new RollupVersion(
            Integer.parseInt(fields[2]), Long.parseLong(fields[3]), Integer.parseInt(fields[4])),
        fields[5].equals("final") ? Rollup.State.FINAL : Rollup.State.PROVISIONAL,
        aggregate);
  }

  private static double bits(String field) {
    return Double.longBitsToDouble(Long.parseLong(field));
  }
}
