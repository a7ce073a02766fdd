package io.tidegauge.loadtest.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.embedded.ClickHouseHttp;
import io.tidegauge.engines.testing.Isolated;
import io.tidegauge.engines.testing.SharedEngines;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.oracle.Oracle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is missing, too much or twice in the raw table is found; a resend is not held against it.
 */
class RawComparisonIT {

  private static final LoadSeries GAUGE =
      new LoadSeries("g", new TreeMap<>(Map.of("host", "a")), Kind.GAUGE);
  private static final LoadSeries EVENTS =
      new LoadSeries("e", new TreeMap<>(Map.of("host", "a")), Kind.OBSERVATION);

  private final ClickHouseEndpoint endpoint =
      Isolated.clickhouse(SharedEngines.get(Engine.CLICKHOUSE));
  private final ClickHouseHttp http = new ClickHouseHttp(endpoint);
  private final Oracle oracle = new Oracle();

  @BeforeEach
  void aGaugeWithTwoSamplesAndTwoEqualEvents() throws IOException {
    for (String statement : schema().split(";")) {
      if (statement.contains("EXISTS series\n") || statement.contains("EXISTS samples\n")) {
        http.execute(statement.replace("EXISTS ", "EXISTS " + endpoint.database() + "."));
      }
    }
    execute("series VALUES ('t', 'g', 1, {'host':'a'}, 'gauge', '', '', 0, 0)");
    execute("series VALUES ('t', 'e', 2, {'host':'a'}, 'observation', '', '', 0, 0)");
    store(1, 1_000, 1.5, 10, 0, 0);
    store(1, 2_000, 2.5, 10, 1, 0);
    store(2, 1_000, 7, 11, 0, 41);
    store(2, 1_000, 7, 11, 1, 41);
    oracle.accept(new LoadSample(GAUGE, 1_000, 1.5));
    oracle.accept(new LoadSample(GAUGE, 2_000, 2.5));
    oracle.accept(new LoadSample(EVENTS, 1_000, 7));
    oracle.accept(new LoadSample(EVENTS, 1_000, 7));
  }

  @Test
  void whatWasSentAgainCountsOnce() {
    store(1, 2_000, 99, 20, 0, 0); // later, with another value: the first one counts
    store(2, 1_000, 7, 21, 1, 41);

    RawComparison comparison = compare();

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.compared()).isEqualTo(4);
  }

  @Test
  void aLostSampleIsFound() {
    oracle.accept(new LoadSample(GAUGE, 3_000, 1));

    assertThat(compare().missing()).isEqualTo(1);
  }

  @Test
  void anEventThatCountsTwiceIsFound() {
    store(2, 1_000, 7, 30, 0, 42); // the same event under another batch

    assertThat(compare().surplus()).isEqualTo(1);
  }

  @Test
  void aRowThatWasInsertedTwiceIsFound() {
    store(1, 1_000, 1.5, 10, 0, 0);

    RawComparison comparison = compare();

    assertThat(comparison.surplus()).isEqualTo(1);
    assertThat(comparison.differences()).singleElement().asString().contains("is there twice");
  }

  private RawComparison compare() {
    RawComparison comparison = new RawComparison(new ClickHouse(endpoint), "t");
    comparison.compare(oracle);
    comparison.checkRows();
    return comparison;
  }

  private void store(int id, long timestamp, double value, long offset, int index, long batch) {
    execute(
        "samples SELECT %d, fromUnixTimestamp64Milli(%d, 'UTC'), %s, 1, 0, %d, %d, %d"
            .formatted(id, timestamp, value, offset, index, batch));
  }

  private void execute(String insert) {
    http.execute("INSERT INTO " + endpoint.database() + "." + insert);
  }

  private static String schema() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(
            RawComparisonIT.class.getResourceAsStream("/clickhouse/schema.sql"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll("(?m)^--.*$", "")
          .replace("${raw_days}", "40000");
    }
  }
}
