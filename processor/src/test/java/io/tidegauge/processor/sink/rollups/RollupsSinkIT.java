package io.tidegauge.processor.sink.rollups;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.OverflowSeries;
import io.tidegauge.contract.window.Window;
import io.tidegauge.engines.testing.Isolated;
import io.tidegauge.processor.sink.block.BlockSink;
import io.tidegauge.processor.sink.testing.Await;
import io.tidegauge.processor.sink.testing.CrashingBlocks;
import io.tidegauge.processor.sink.testing.CrashingBlocks.At;
import io.tidegauge.processor.sink.testing.Rollups;
import io.tidegauge.processor.sink.testing.SinkFixture;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollupsSinkIT {

  private static final long START = 1_763_683_200_000L; // 2025-11-21T00:00:00Z
  private static final Labels LOAD = Labels.of("load", "host", "web-1");
  private static final String STORED =
      "SELECT version_offset, version_revision, state, count, sum + sum_compensation, min, max,"
          + " first, last FROM rollups_15m FINAL";

  @Test
  void keepsTheHighestVersionWhateverTheOrder() throws Exception {
    try (SinkFixture fixture = new SinkFixture(1)) {
      String live = live(fixture);
      // given one window in four versions, the highest neither first nor last
      fixture.publish(
          List.of(
              rollup(fixture, version(7, 0), State.PROVISIONAL, 1),
              rollup(fixture, version(9, 1), State.FINAL, 4, 5, 3),
              rollup(fixture, version(9, 0), State.FINAL, 1, 2, 3, 4)));

      // when they are stored, and a lower one comes in a later block
      fixture.start("rollups", blocks(fixture, live), 1000);
      Await.until("all is committed", () -> fixture.isCaughtUp(1));
      assertThat(fixture.rows("SELECT count() FROM rollups_15m")).containsExactly("1");
      fixture.publish(List.of(rollup(fixture, version(8, 5), State.PROVISIONAL, 1, 2)));
      Await.until("all is committed", () -> fixture.isCaughtUp(1));

      // then
      assertThat(fixture.rows(STORED)).containsExactly("9\t1\tfinal\t3\t12\t3\t5\t4\t3");
      assertThat(fixture.rows("SELECT count() FROM rollups_15m")).containsExactly("2");
    }
  }

  @Test
  void leavesOutWhatWasAbortedAndPublishesTheMarksThatAreStored() throws Exception {
    try (SinkFixture fixture = new SinkFixture(1);
        KafkaProducer<byte[], byte[]> producer = transactional(fixture)) {
      String live = live(fixture);
      fixture.start("rollups", blocks(fixture, live), 1000);
      producer.initTransactions();

      // given a transaction that was aborted and one that was not, each with a mark
      producer.beginTransaction();
      producer.send(rollup(fixture, version(5, 0), State.FINAL, 1));
      producer.send(mark(fixture, START + 900_000));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(rollup(fixture, version(4, 0), State.PROVISIONAL, 1, 2));
      producer.send(mark(fixture, START + 300_000));
      producer.send(mark(fixture, START + 600_000));
      producer.commitTransaction();

      // then
      Await.until("a mark is published", () -> !fixture.read(live, 0).isEmpty());
      assertThat(fixture.rows(STORED)).containsExactly("4\t0\tprovisional\t2\t3\t1\t2\t1\t2");
      LiveBatch last = LiveCodec.decode(fixture.read(live, 0).getLast().value());
      assertThat(last)
          .isEqualTo(new LiveBatch("acme", 1, 4, LiveBatch.UNKNOWN, START + 600_000, List.of()));
      // and the position passes the markers of the transactions
      Await.until("all is committed", () -> fixture.isCaughtUp(1));
    }
  }

  @Test
  void saysWhatAnOverflowSeriesIs() throws Exception {
    try (SinkFixture fixture = new SinkFixture(1)) {
      String live = live(fixture);
      Labels overflow = OverflowSeries.labels("load", 0);
      fixture.publish(
          List.of(
              rollup(fixture, version(4, 0), State.FINAL, 1, 2),
              Rollups.record(
                  fixture.topic,
                  0,
                  new RollupRecord.OfSeries(
                      "acme",
                      Rollups.series(overflow),
                      "load",
                      MetricKind.OBSERVATION,
                      Rollups.of(Window.M15, START, version(4, 0), State.FINAL, 1, 2)))));

      fixture.start("rollups", blocks(fixture, live), 1000);
      Await.until("all is committed", () -> fixture.isCaughtUp(1));

      assertThat(
              fixture.rows(
                  "SELECT tenant, metric, lower(hex(id)), labels['tidegauge_overflow'],"
                      + " labels['tidegauge_partition'], kind, first_seen, last_seen FROM series"))
          .containsExactly(
              "acme\tload\t"
                  + Rollups.series(overflow)
                  + "\ttrue\t0\tobservation\t2025-11-21 00:00:00.000\t2025-11-21 00:00:01.000");
    }
  }

  @ParameterizedTest
  @CsvSource({"BEFORE_WRITE, false", "AFTER_WRITE, false", "AFTER_WRITE, true"})
  void storesWhatASinkDiedOn(At at, boolean tokenAlone) throws Exception {
    try (SinkFixture fixture = new SinkFixture(1)) {
      String live = live(fixture);
      fixture.publish(
          List.of(
              rollup(fixture, version(4, 0), State.FINAL, 1, 2), mark(fixture, START + 900_000)));
      BlockSink first =
          fixture.start("rollups", new CrashingBlocks(blocks(fixture, live), at, 0), 1000);
      Await.until("the sink is dead", () -> !first.isRunning());
      if (tokenAlone) {
        // A mutation leaves the tokens, as ClickHouse does that dies before the rows count.
        fixture.clickhouse.execute(
            "ALTER TABLE rollups_15m DELETE WHERE 1 SETTINGS mutations_sync = 2");
      }

      fixture.start("rollups", blocks(fixture, live), 1000);
      Await.until("all is committed", () -> fixture.isCaughtUp(1));

      assertThat(fixture.rows(STORED)).containsExactly("4\t0\tfinal\t2\t3\t1\t2\t1\t2");
      assertThat(fixture.rows("SELECT count() FROM rollups_15m FINAL")).containsExactly("1");
      assertThat(LiveCodec.decode(fixture.read(live, 0).getLast().value()).stored())
          .isEqualTo(START + 900_000);
    }
  }

  private static RollupVersion version(long offset, int revision) {
    return new RollupVersion(1, offset, revision);
  }

  private static ProducerRecord<byte[], byte[]> rollup(
      SinkFixture fixture, RollupVersion version, State state, double... values) {
    return Rollups.record(
        fixture.topic, 0, LOAD, Rollups.of(Window.M15, START, version, state, values));
  }

  private static ProducerRecord<byte[], byte[]> mark(SinkFixture fixture, long watermark) {
    return Rollups.record(
        fixture.topic, 0, new RollupRecord.Mark("acme", watermark, version(4, 0)));
  }

  private static String live(SinkFixture fixture) throws Exception {
    String topic = Isolated.name("live");
    fixture.createTopic(topic, 1);
    return topic;
  }

  private static RollupsBlocks blocks(SinkFixture fixture, String live) {
    return new RollupsBlocks(fixture.clickhouse, fixture.publisher, live, fixture.registry);
  }

  private static KafkaProducer<byte[], byte[]> transactional(SinkFixture fixture) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            fixture.bootstrapServers,
            "transactional.id",
            Isolated.name("transactions")),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
