package io.tidegauge.query.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.query.live.LiveStatus;
import io.tidegauge.query.status.KafkaReading.Ends;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrendsTest {

  private final Trends trends =
      new Trends(
          Map.of(
              PipelineConsumer.WINDOWS, "w",
              PipelineConsumer.RAW, "r",
              PipelineConsumer.LIVE, "l"));

  private static KafkaReading samples(Map<Integer, Long> windows, Ends... ends) {
    return new KafkaReading(
        Map.of(PipelineTopic.SAMPLES, List.of(ends)),
        Map.of(PipelineConsumer.WINDOWS, windows),
        List.of());
  }

  private static LiveStatus.Reading live(long samples, LiveStatus.Partition... partitions) {
    return new LiveStatus.Reading(samples, List.of(partitions));
  }

  private PipelineReport update(
      long seconds, @Nullable KafkaReading kafka, LiveStatus.@Nullable Reading live) {
    return trends.update(TimeUnit.SECONDS.toNanos(seconds), kafka, live);
  }

  private static PipelineReport.Consumer consumer(PipelineReport report, PipelineConsumer which) {
    return report.consumers().stream()
        .filter(one -> one.consumer() == which)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lagIsWhatIsNotCommittedOfEachPartition() {
    PipelineReport report =
        update(0, samples(Map.of(0, 4L), new Ends(0, 0, 10), new Ends(1, 2, 5)), null);

    PipelineReport.Consumer windows = consumer(report, PipelineConsumer.WINDOWS);
    assertThat(windows.group()).isEqualTo("w");
    assertThat(windows.lag()).isEqualTo(9);
    assertThat(windows.lags())
        .containsExactly(new PipelineReport.Lag(0, 6, 0), new PipelineReport.Lag(1, 3, 0));
  }

  @Test
  void whatTheTopicHasNoMoreDoesNotWait() {
    PipelineReport report =
        update(0, samples(Map.of(0, 4L, 1, 99L), new Ends(0, 100, 110), new Ends(1, 0, 50)), null);

    assertThat(consumer(report, PipelineConsumer.WINDOWS).lags())
        .extracting(PipelineReport.Lag::records)
        .containsExactly(10L, 0L);
  }

  @Test
  void aGroupThatCannotBeSeenHasNoLagAndAConsumerOfNoTopicIsNotThere() {
    PipelineReport report = update(0, samples(Map.of(), new Ends(0, 0, 10)), live(0));

    assertThat(consumer(report, PipelineConsumer.RAW).lag()).isNull();
    assertThat(report.consumers())
        .extracting(PipelineReport.Consumer::consumer)
        .containsExactly(PipelineConsumer.WINDOWS, PipelineConsumer.RAW);
  }

  @Test
  void theWorstPartitionIsTheOneThatWaitsLongest() {
    update(0, samples(Map.of(0, 0L, 1, 0L), new Ends(0, 0, 100), new Ends(1, 0, 5)), null);
    update(20, samples(Map.of(0, 100L, 1, 0L), new Ends(0, 0, 900), new Ends(1, 0, 5)), null);
    PipelineReport report =
        update(25, samples(Map.of(0, 900L, 1, 0L), new Ends(0, 0, 999), new Ends(1, 0, 5)), null);

    List<PipelineReport.Lag> lags =
        Objects.requireNonNull(consumer(report, PipelineConsumer.WINDOWS).lags());
    assertThat(lags)
        .extracting(lag -> TimeUnit.NANOSECONDS.toSeconds(lag.ageNanos()))
        .containsExactly(5L, 25L);
  }

  @Test
  void liveIsThisNodesPosition() {
    KafkaReading kafka =
        new KafkaReading(
            Map.of(PipelineTopic.LIVE, List.of(new Ends(0, 0, 10), new Ends(1, 0, 10))),
            Map.of(),
            List.of());

    PipelineReport report =
        update(
            0, kafka, live(0, new LiveStatus.Partition(7, 500), new LiveStatus.Partition(10, 400)));

    assertThat(consumer(report, PipelineConsumer.LIVE).lag()).isEqualTo(3);
    assertThat(report.watermark()).isEqualTo(400);
    assertThat(report.newest()).isEqualTo(500);
    assertThat(report.topics().getFirst().partitions())
        .extracting(PipelineReport.Partition::watermark)
        .containsExactly(500L, 400L);
    assertThat(consumer(update(1, kafka, null), PipelineConsumer.LIVE).lag()).isNull();
  }

  @Test
  void aPartitionWithoutTenantsHoldsNoWatermarkBack() {
    PipelineReport report =
        update(
            0,
            null,
            live(
                0,
                new LiveStatus.Partition(7, 500),
                new LiveStatus.Partition(0, LiveBatch.UNKNOWN)));

    assertThat(report.watermark()).isEqualTo(500);
  }

  @Test
  void ratesAreOfEachPartitionAndOfTheTopic() {
    update(0, samples(Map.of(), new Ends(0, 0, 100), new Ends(1, 0, 0)), null);
    PipelineReport.Topic topic =
        update(2, samples(Map.of(), new Ends(0, 0, 110), new Ends(1, 0, 2)), null)
            .topics()
            .getFirst();

    assertThat(topic.partitions())
        .extracting(PipelineReport.Partition::recordsPerSecond)
        .containsExactly(5.0, 1.0);
    assertThat(topic.recordsPerSecond()).isEqualTo(6);
  }

  @Test
  void samplesAreOnlyCountedWhereTheFeedCanRead() {
    KafkaReading kafka = samples(Map.of(), new Ends(0, 0, 10));
    assertThat(update(0, kafka, live(1_000_000)).samplesPerSecond()).isNull();
    assertThat(update(2, kafka, live(1_000_050)).samplesPerSecond()).isEqualTo(25);
    PipelineReport away = update(4, null, live(1_000_050));

    assertThat(away.samplesPerSecond()).isNull();
    assertThat(away.topics()).isEmpty();
    assertThat(away.consumers()).isEmpty();
    assertThat(update(6, kafka, null).samplesPerSecond()).isNull();
  }
}
