package io.tidegauge.query.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A replay is seen as a whole, from the moment when all partitions have its mark. */
class ReplayedRollupsIT {

  private static final long T = Instant.parse("2026-02-03T10:00:00Z").toEpochMilli();
  private static final long M5 = Window.M5.millis();
  private static final long GENERATION = 4711;
  private static final String TENANT = "replayed";
  private static final Labels LABELS = Labels.of("mended", "host", "a");
  private static final SeriesId ID = Samples.id(TENANT, LABELS);

  private final Harness harness = Harness.get();
  private final Api client = harness.api(TENANT);

  @Test
  void isSeenWhenAllPartitionsHaveItsMark() {
    harness.history().series(TENANT, ID, LABELS, MetricKind.GAUGE, T);
    stored(Samples.rollup(Window.M5, T, 5, Rollup.State.FINAL, 1));
    stored(Samples.rollup(Window.M5, T + M5, 5, Rollup.State.FINAL, 2));
    stored(Samples.rollup(Window.M5, T + 2 * M5, 9, Rollup.State.FINAL, 3));
    replayed(Samples.rollup(Window.M5, T, 7, Rollup.State.FINAL, 10));
    replayed(
        new Rollup(
            Window.M5, T + M5, new RollupVersion(1, 7, 1), Rollup.State.FINAL, new Aggregate()));
    // older than a revision that came after it was computed
    replayed(Samples.rollup(Window.M5, T + 2 * M5, 7, Rollup.State.FINAL, 30));
    replayed(Samples.rollup(Window.M5, T + 3 * M5, 7, Rollup.State.FINAL, 40));

    // closed for good, so that answers are kept
    long closed = T + Window.H1.millis();
    harness.live().stored(TENANT, 50, closed, closed);
    await().until(() -> answer().path("watermark").asString("").startsWith("2026-02-03T11"));
    await()
        .until(
            () -> {
              double before = harness.cacheHits();
              assertThat(sums()).containsExactly(1.0, 2.0, 3.0);
              return harness.cacheHits() > before;
            });

    harness.history().generation(GENERATION, 0, 2);
    // as long as a replay waits until all nodes have noticed it
    await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    assertThat(sums()).as("one partition of two").containsExactly(1.0, 2.0, 3.0);
    harness.history().generation(GENERATION, 1, 2);
    assertThat(sums()).as("all").containsExactly(10.0, 3.0, 40.0);
    harness.history().dropGeneration(GENERATION);
    await().untilAsserted(() -> assertThat(sums()).containsExactly(1.0, 2.0, 3.0));
  }

  private void stored(Rollup rollup) {
    harness.history().rollup(TENANT, ID, "mended", MetricKind.GAUGE, rollup);
  }

  private void replayed(Rollup rollup) {
    harness.history().replayed(GENERATION, TENANT, ID, "mended", MetricKind.GAUGE, rollup);
  }

  private JsonNode answer() {
    return client.get(
        "/api/v1/rollups?metric=mended&window=5m&agg=sum,p50&from=" + T + "&to=" + (T + 4 * M5));
  }

  private List<Double> sums() {
    return answer()
        .path("series")
        .get(0)
        .path("points")
        .valueStream()
        .map(point -> point.path("sum").asDouble())
        .toList();
  }
}
