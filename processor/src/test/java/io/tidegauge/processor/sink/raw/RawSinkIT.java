package io.tidegauge.processor.sink.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.sink.testing.Await;
import io.tidegauge.processor.sink.testing.SamplesRecords;
import io.tidegauge.processor.sink.testing.SinkFixture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RawSinkIT {

  private static final long START = 1_763_726_400_000L; // 2025-11-21T12:00:00Z
  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);
  private static final Labels CPU = Labels.of("cpu", "host", "web-1", "core", "0");
  private static final Labels REQUESTS = Labels.of("requests_total", "instance", "web-2:9100");

  @Test
  void storesEverySampleWithItsBitsAndItsSeries() throws Exception {
    try (SinkFixture fixture = new SinkFixture(2)) {
      // given samples of two partitions, out of order, a stale marker and a tick
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      records.add(
          SamplesRecords.of(
              fixture.topic,
              0,
              "acme",
              RecordKind.SAMPLES,
              series -> {
                series.add(REQUESTS, 1, START, 7);
                series.add(CPU, 2, START + 1000, 0.5, START, 0.25, START + 2000, STALE);
              }));
      records.add(SamplesRecords.raw(fixture.topic, 0, "acme", RecordKind.TICK, new byte[0]));
      records.add(
          SamplesRecords.of(
              fixture.topic,
              1,
              "acme",
              RecordKind.OBSERVATIONS,
              series -> series.add(Labels.of("latency"), 2, START, 1, START, 1)));
      fixture.publish(records);

      // when
      fixture.start("raw", blocks(fixture), 1000);
      Await.until("all is committed", () -> fixture.isCaughtUp(2));

      // then
      String cpu = "reinterpretAsUInt128(reverse(unhex('" + SeriesHasher.of("acme", CPU) + "')))";
      assertThat(
              fixture.rows(
                  "SELECT toUnixTimestamp64Milli(ts), hex(reinterpretAsUInt64(value)), epoch,"
                      + " partition, offset, idx FROM samples WHERE id = "
                      + cpu
                      + " ORDER BY ts"))
          .containsExactly(
              START + "\t3FD0000000000000\t1\t0\t0\t1",
              START + 1000 + "\t3FE0000000000000\t1\t0\t0\t0",
              START + 2000 + "\t7FF0000000000002\t1\t0\t0\t2");
      assertThat(fixture.rows("SELECT partition, offset, idx FROM samples WHERE partition = 1"))
          .containsExactlyInAnyOrder("1\t0\t0", "1\t0\t1");
      assertThat(
              fixture.rows(
                  "SELECT tenant, metric, labels, kind, unit, server,"
                      + " toUnixTimestamp64Milli(first_seen), toUnixTimestamp64Milli(last_seen)"
                      + " FROM series FINAL ORDER BY metric"))
          .containsExactly(
              "acme\tcpu\t{'core':'0','host':'web-1'}\tgauge\tbytes\tweb-1\t"
                  + START
                  + "\t"
                  + (START + 2000),
              "acme\tlatency\t{}\tobservation\tbytes\t\t" + START + "\t" + START,
              "acme\trequests_total\t{'instance':'web-2:9100'}\tcounter\tbytes\tweb-2\t"
                  + START
                  + "\t"
                  + START);
    }
  }

  @Test
  void numbersSamplesWithinTheirSeriesAndBatchesWithinTheRecord() throws Exception {
    try (SinkFixture fixture = new SinkFixture(1)) {
      // given a series twice in a record with another one between, once more in the next record,
      // and
      // the same samples as a numbered batch
      Consumer<SamplesRecords.Series> content =
          series -> {
            series.add(CPU, 2, START, 1);
            series.add(REQUESTS, 1, START, 2);
            series.add(CPU, 2, START, 3, START + 1000, 4);
          };
      ProducerRecord<byte[], byte[]> batch =
          SamplesRecords.of(fixture.topic, 0, "acme", RecordKind.OBSERVATIONS, content);
      batch
          .headers()
          .add(RecordHeaders.PRODUCER, "sensor".getBytes(StandardCharsets.UTF_8))
          .add(RecordHeaders.EPOCH, ByteBuffer.allocate(8).putLong(1).array())
          .add(RecordHeaders.SEQUENCE, ByteBuffer.allocate(8).putLong(1).array());
      fixture.publish(
          List.of(
              SamplesRecords.of(fixture.topic, 0, "acme", RecordKind.SAMPLES, content),
              SamplesRecords.of(fixture.topic, 0, "acme", RecordKind.SAMPLES, content),
              batch));

      // when
      fixture.start("raw", blocks(fixture), 1000);
      Await.until("all is committed", () -> fixture.isCaughtUp(1));

      // then
      assertThat(
              fixture.rows(
                  "SELECT offset, batch != 0, groupArray((value, idx)) FROM"
                      + " (SELECT * FROM samples ORDER BY offset, value)"
                      + " GROUP BY ALL ORDER BY offset"))
          .containsExactly(
              "0\t0\t[(1,0),(2,0),(3,1),(4,2)]",
              "1\t0\t[(1,0),(2,0),(3,1),(4,2)]",
              "2\t1\t[(1,0),(2,1),(3,2),(4,3)]");
    }
  }

  @Test
  void refusesARecordThatCannotBeReadAsAWholeAndGoesOn() throws Exception {
    try (SinkFixture fixture = new SinkFixture(1)) {
      fixture.createTopic(Topics.REJECTS, 1);
      // given a record whose second half is broken, between two good ones
      ProducerRecord<byte[], byte[]> good =
          SamplesRecords.of(
              fixture.topic, 0, "acme", RecordKind.SAMPLES, series -> series.add(CPU, 2, START, 1));
      byte[] broken = good.value().clone();
      broken = java.util.Arrays.copyOf(broken, broken.length + 2);
      broken[broken.length - 2] = 0x2a; // a series that is longer than the record
      broken[broken.length - 1] = 0x7f;
      fixture.publish(
          List.of(
              good,
              SamplesRecords.raw(fixture.topic, 0, "acme", RecordKind.SAMPLES, broken),
              good));

      // when
      fixture.start("raw", blocks(fixture), 1000);
      Await.until("all is committed", () -> fixture.isCaughtUp(1));

      // then
      assertThat(fixture.rows("SELECT offset FROM samples ORDER BY offset"))
          .containsExactly("0", "2");
      RejectRecord reject = RejectRecord.decode(fixture.read(Topics.REJECTS, 0).getLast().value());
      assertThat(reject.reason()).isEqualTo(RejectReason.MALFORMED);
      assertThat(reject.tenant()).isEqualTo("acme");
      assertThat(reject.source()).isEqualTo(fixture.topic + "-0@1");
      assertThat(reject.original()).isEqualTo(broken);
      assertThat(
              new String(fixture.read(Topics.REJECTS, 0).getLast().key(), StandardCharsets.UTF_8))
          .isEqualTo("acme");
    }
  }

  static RawBlocks blocks(SinkFixture fixture) {
    return new RawBlocks(
        fixture.clickhouse, 10_000, fixture.publisher, InstantSource.system(), fixture.registry, 0);
  }
}
