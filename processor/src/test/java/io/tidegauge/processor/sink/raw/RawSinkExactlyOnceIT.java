package io.tidegauge.processor.sink.raw;

import static io.tidegauge.processor.sink.raw.RawSinkIT.blocks;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.processor.sink.block.BlockSink;
import io.tidegauge.processor.sink.testing.Await;
import io.tidegauge.processor.sink.testing.CrashingBlocks;
import io.tidegauge.processor.sink.testing.CrashingBlocks.At;
import io.tidegauge.processor.sink.testing.SinkFixture;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawSinkExactlyOnceIT {

  private static final int PARTITIONS = 3;

  @ParameterizedTest
  @EnumSource
  void storesABlockOnceThatASinkDiedOn(At at) throws Exception {
    try (SinkFixture fixture = new SinkFixture(1)) {
      // given a sink that died while it wrote a block
      RawLoad load = new RawLoad(fixture, 1);
      load.publish(100);
      BlockSink first = fixture.start("raw", new CrashingBlocks(blocks(fixture), at, 1), 50);
      Await.until("the sink is dead", () -> !first.isRunning());
      assertThat(
              Objects.requireNonNull(fixture.committed().get(new TopicPartition(fixture.topic, 0)))
                  .metadata())
          .as("the plan of the block")
          .matches("block:1:1:\\d+");
      assertThat(fixture.rows("SELECT uniqExact(offset) > 20 FROM samples"))
          .as("the block in which it died is there")
          .containsExactly(at == At.AFTER_WRITE ? "1" : "0");
      // and records that would make another block of those that it died on
      load.publish(500);

      // when
      fixture.start("raw", blocks(fixture), 1000);
      Await.until("all is committed", () -> fixture.isCaughtUp(1));

      // then
      load.assertStoredExactlyOnce();
      assertThat(
              fixture
                  .registry
                  .counter("tidegauge.sink.blocks.recovered", "sink", "raw", "consumer", "1")
                  .count())
          .isEqualTo(1);
    }
  }

  /** ClickHouse died after it had kept the block's token and before its rows counted. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "toDate(ts) = '2025-11-22'"})
  void storesRowsOfWhichClickHouseKnowsTheTokenOnly(String gone) throws Exception {
    try (SinkFixture fixture = new SinkFixture(1)) {
      RawLoad load = new RawLoad(fixture, 1);
      load.publish(100);
      BlockSink first =
          fixture.start("raw", new CrashingBlocks(blocks(fixture), At.AFTER_WRITE, 1), 50);
      Await.until("the sink is dead", () -> !first.isRunning());
      long from =
          Objects.requireNonNull(fixture.committed().get(new TopicPartition(fixture.topic, 0)))
              .offset();
      // A mutation leaves the tokens, what drops parts does not.
      fixture.clickhouse.execute(
          "ALTER TABLE samples DELETE WHERE offset >= %d AND %s SETTINGS mutations_sync = 2"
              .formatted(from, gone));

      fixture.start("raw", blocks(fixture), 1000);
      Await.until("all is committed", () -> fixture.isCaughtUp(1));

      load.assertStoredExactlyOnce();
    }
  }

  @Test
  void storesEverythingOnceWhileSinksComeAndGo() throws Exception {
    try (SinkFixture fixture = new SinkFixture(PARTITIONS)) {
      RawLoad load = new RawLoad(fixture, PARTITIONS);
      load.publish(300);
      BlockSink first = fixture.start("raw", blocks(fixture), 40);
      load.publish(300);
      BlockSink second = fixture.start("raw", blocks(fixture), 40);
      Await.until(
          "both have partitions",
          () ->
              first.metrics().committed().size() + second.metrics().committed().size() == PARTITIONS
                  && !second.metrics().committed().isEmpty());
      load.publish(300);
      first.close();
      load.publish(300);
      fixture.start("raw", blocks(fixture), 40);
      load.publish(300);

      Await.until("all is committed", () -> fixture.isCaughtUp(PARTITIONS));

      load.assertStoredExactlyOnce();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void storesEverythingOnceHoweverSinksDie(long seed) throws Exception {
    Random random = new Random(seed);
    try (SinkFixture fixture = new SinkFixture(PARTITIONS)) {
      RawLoad load = new RawLoad(fixture, PARTITIONS);
      for (int round = 0; round < 5; round++) {
        load.publish(100 + random.nextInt(400));
        BlockSink one = start(fixture, random);
        BlockSink other = start(fixture, random);
        load.publish(100 + random.nextInt(400));
        Await.until(
            "one is dead, or nothing is left",
            () -> !one.isRunning() || !other.isRunning() || fixture.isCaughtUp(PARTITIONS));
        one.close();
        other.close();
      }
      fixture.start("raw", blocks(fixture), 100);
      Await.until("all is committed", () -> fixture.isCaughtUp(PARTITIONS));

      load.assertStoredExactlyOnce();
    }
  }

  private static BlockSink start(SinkFixture fixture, Random random) {
    At at = At.values()[random.nextInt(At.values().length)];
    int maxRows = 20 + random.nextInt(200);
    return fixture.start(
        "raw", new CrashingBlocks(blocks(fixture), at, random.nextInt(6)), maxRows);
  }
}
