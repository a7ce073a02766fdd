package io.tidegauge.query.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.query.breaker.Store;
import io.tidegauge.query.breaker.StoreState;
import io.tidegauge.query.breaker.StoreState.Condition;
import io.tidegauge.query.config.StatusProperties;
import io.tidegauge.query.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssessmentTest {

  private static final StatusProperties LIMITS =
      new StatusProperties(
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          10,
          new StatusProperties.Groups("w", "r", "u", "v"));

  private final Assessment assessment = new Assessment();

  private void store(Store store, Condition condition) {
    assessment.store(StoreReport.of(new StoreState(store, condition, null)));
  }

  private List<String> texts() {
    return assessment.reasons().stream().map(Reason::text).toList();
  }

  /** As they are answered. */
  private String json() {
    byte[] array =
        Json.bytes(
            json -> {
              json.writeStartArray();
              assessment.reasons().forEach(reason -> reason.write(json));
              json.writeEndArray();
            });
    return new String(array, StandardCharsets.UTF_8);
  }

  private void lag(@Nullable List<PipelineReport.Lag> lags) {
    assessment.lag(List.of(new PipelineReport.Consumer(PipelineConsumer.RAW, "r", lags)), LIMITS);
  }

  private static PipelineReport.Lag waiting(int partition, long records, long seconds) {
    return new PipelineReport.Lag(partition, records, TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void isOkWithoutAReason() {
    store(Store.CLICKHOUSE, Condition.UP);
    lag(List.of(waiting(0, 1_000_000, 30)));
    assessment.freshness(10.0, LIMITS);
    assessment.freshness(null, LIMITS);

    assertThat(assessment.state()).isEqualTo(Status.State.OK);
    assertThat(assessment.reasons()).isEmpty();
  }

  @Test
  void aStoreThatIsNotUpDegrades() {
    store(Store.REDIS, Condition.RECOVERING);
    store(Store.CLICKHOUSE, Condition.DOWN);

    assertThat(assessment.state()).isEqualTo(Status.State.DEGRADED);
    assertThat(texts())
        .containsExactly(
            "redis did not answer and is tried again: every answer comes from ClickHouse, nothing"
                + " is missing.",
            "clickhouse does not answer: history is not answered, live state goes on.");
    assertThat(json()).contains("{\"reason\":\"store-recovering\",\"store\":\"redis\",\"text\":");
    assertThat(json()).contains("{\"reason\":\"store-down\",\"store\":\"clickhouse\",\"text\":");
  }

  @Test
  void aLagThatIsTooOldIsBehindAndNamesTheWorstPartition() {
    lag(List.of(waiting(0, 9, 31), waiting(1, 7, 45), waiting(2, 1_000, 29)));

    assertThat(assessment.state()).isEqualTo(Status.State.BEHIND);
    assertThat(texts())
        .containsExactly(
            "raw is behind: in partition 1 of samples 7 records wait for it, for 45 s; the limit is"
                + " 30 s.");
    assertThat(json())
        .contains(
            "{\"reason\":\"lag\",\"consumer\":\"raw\",\"topic\":\"samples\",\"partition\":1,"
                + "\"records\":7,\"seconds\":45,\"limit\":30,\"text\":");
  }

  @Test
  void oneRecordWaitsAndSeveralWait() {
    lag(List.of(waiting(0, 1, 31)));

    assertThat(texts()).singleElement().asString().contains("of samples 1 record waits for it");
  }

  @Test
  void aLagThatIsNotKnownIsNone() {
    lag(null);

    assertThat(assessment.state()).isEqualTo(Status.State.OK);
  }

  @Test
  void anOldLiveEntryIsBehind() {
    assessment.freshness(10.4, LIMITS);

    assertThat(assessment.state()).isEqualTo(Status.State.BEHIND);
    assertThat(texts())
        .singleElement()
        .asString()
        .startsWith("The newest live entry is 10 s old, the limit is 10 s: ");
  }

  @Test
  void degradedGoesBeforeBehindAndAllReasonsAreSaid() {
    assessment.freshness(60.0, LIMITS);
    assessment.lacks(Reason.rejectsNotReady());

    assertThat(assessment.state()).isEqualTo(Status.State.DEGRADED);
    assertThat(assessment.reasons()).hasSize(2).first().isEqualTo(Reason.rejectsNotReady());
  }
}
