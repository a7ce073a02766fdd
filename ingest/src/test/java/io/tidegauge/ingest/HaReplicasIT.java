package io.tidegauge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.StoredSample;
import io.tidegauge.ingest.testing.Wire;
import io.tidegauge.ingest.testing.Wire.Answer;
import io.tidegauge.ingest.testing.Wire.Point;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two replicas that send the same series at times of their own: one of them counts. */
class HaReplicasIT {

  private static Gateway gateway;

  private final String tenant = Gateway.tenant();

  @BeforeAll
  static void start() {
    gateway =
        Gateway.start(
            Map.of(
                "tidegauge.ingest.publish.delivery-timeout", "20s",
                "tidegauge.ingest.ha.enabled", "true",
                "tidegauge.ingest.ha.replica-label", "replica",
                "tidegauge.ingest.ha.failover", "10s",
                "tidegauge.ingest.ha.max-clusters", "12"));
    gateway.awaitReady();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void oneReplicaCountsAndTheOtherHearsNothingOfIt(Wire wire) {
    double before = deduplicated(wire);
    Point elected = Point.of("up", now(), 1).with("cluster", "c").with("replica", "a");
    Point other = Point.of("up", now() + 7, 2).with("cluster", "c").with("replica", "b");
    Point alone = Point.of("alone", now(), 3).with("replica", "b");

    Answer first = wire.send(gateway, tenant, List.of(elected));
    Answer second = wire.send(gateway, tenant, List.of(other, alone));

    assertThat(first.refusedSome()).as(first.message()).isFalse();
    assertThat(second.status()).isIn(200, 204);
    assertThat(second.refusedSome()).as(second.message()).isFalse();
    List<StoredSample> stored = gateway.samples(tenant, 2);
    assertThat(stored).extracting(StoredSample::value).containsExactlyInAnyOrder(1.0, 3.0);
    assertThat(stored)
        .filteredOn(each -> each.value() == 1)
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.labels())
                    .containsEntry("cluster", "c")
                    .doesNotContainKey("replica"));
    assertThat(stored)
        .filteredOn(each -> each.value() == 3)
        .singleElement()
        .satisfies(each -> assertThat(each.labels()).containsEntry("replica", "b"));
    assertThat(deduplicated(wire)).isEqualTo(before + 1);
  }

  /** Its sender would take fewer for samples that were lost. */
  @Test
  void whatStandsForAnothersIsWrittenToRemoteWrite2() {
    Point elected = Point.of("up", now(), 1).with("cluster", "c").with("replica", "a");
    Point other = Point.of("up", now() + 7, 2).with("cluster", "c").with("replica", "b");
    Wire.REMOTE_WRITE_2.send(gateway, tenant, List.of(elected));

    Answer answer = Wire.REMOTE_WRITE_2.send(gateway, tenant, List.of(other));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.message()).isEmpty();
  }

  @Test
  void anotherReplicaIsElectedWhenTheFirstIsSilent() {
    double changes = gateway.counter("tidegauge_ingest_ha_changes_total");
    Point elected = Point.of("up", now(), 1).with("cluster", "c").with("replica", "a");
    await()
        .atMost(Duration.ofSeconds(40)) // where another test has filled what may be known
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !Wire.STREAM.send(gateway, tenant, List.of(elected)).refusedSome());

    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              Point other = Point.of("up", gateway.now(), 2).with("cluster", "c");
              Wire.STREAM.send(gateway, tenant, List.of(other.with("replica", "b")));
              return gateway.samples(tenant, 0).stream().anyMatch(each -> each.value() == 2);
            });

    Wire.STREAM.send(
        gateway,
        tenant,
        List.of(Point.of("up", now() + 1, 3).with("cluster", "c").with("replica", "a")));
    assertThat(gateway.samples(tenant, 2)).noneMatch(each -> each.value() == 3);
    assertThat(gateway.samples(tenant, 2)).filteredOn(each -> each.value() == 1).hasSize(1);
    assertThat(gateway.counter("tidegauge_ingest_ha_changes_total")).isEqualTo(changes + 1);
  }

  @Test
  void noMoreClustersAreKnownThanMayBe() {
    for (int i = 0; i < 20; i++) {
      Point point = Point.of("up", now(), i).with("cluster", "c" + i).with("replica", "a");
      Wire.STREAM.send(gateway, tenant, List.of(point));
    }

    assertThat(gateway.rejects(tenant, 8))
        .hasSizeGreaterThanOrEqualTo(8)
        .allSatisfy(each -> assertThat(each.reason()).isEqualTo(RejectReason.TOO_MANY_CLUSTERS));
    assertThat(gateway.counter("tidegauge_ingest_ha_clusters")).isLessThanOrEqualTo(12);
    // Those that were known go on; silent ones are forgotten, for the tests that follow.
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              Point point = Point.of("up", now(), 1).with("cluster", "new").with("replica", "a");
              return !Wire.STREAM.send(gateway, tenant, List.of(point)).refusedSome();
            });
  }

  private static long now() {
    return gateway.now();
  }

  private static double deduplicated(Wire wire) {
    return gateway.counter(
        "tidegauge_ingest_deduplicated_samples_total", "protocol=\"" + wire.label() + "\"");
  }
}
