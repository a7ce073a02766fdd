package io.tidegauge.processor.sink.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.processor.sink.testing.SamplesRecords;
import io.tidegauge.processor.sink.testing.SinkFixture;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Samples whose number is known, over all partitions of a fixture's topic. */
final class RawLoad {

  private static final long START = 1_763_726_400_000L; // 2025-11-21T12:00:00Z
  private static final long DAY = 86_400_000;

  private final SinkFixture fixture;
  private final int partitions;
  private int records;
  private long samples;

  RawLoad(SinkFixture fixture, int partitions) {
    this.fixture = fixture;
    this.partitions = partitions;
  }

  /** Publishes records with one to seven samples on three days, a tick now and then. */
  void publish(int count) throws Exception {
    List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = records++;
      int partition = number % partitions;
      if (number % 11 == 10) {
        batch.add(
            SamplesRecords.raw(fixture.topic, partition, "acme", RecordKind.TICK, new byte[0]));
        continue;
      }
      int size = 1 + number % 7;
      double[] content = new double[2 * size];
      for (int sample = 0; sample < size; sample++) {
        content[2 * sample] = START + number + sample % 3 * DAY;
        content[2 * sample + 1] = number;
      }
      Labels labels = Labels.of("load", "partition", "" + partition, "n", "" + number % 5);
      batch.add(
          SamplesRecords.of(
              fixture.topic,
              partition,
              "acme",
              RecordKind.SAMPLES,
              series -> series.add(labels, 2, content)));
      samples += size;
    }
    fixture.publish(batch);
  }

  /** Every sample is in the table, and none twice. */
  void assertStoredExactlyOnce() throws Exception {
    assertThat(
            fixture.rows(
                "SELECT count(), uniqExact(partition, offset, id, idx), countIf(value != sent)"
                    + " FROM (SELECT *, toUnixTimestamp64Milli(ts) % 86400000 - 43200000 AS sent"
                    + " FROM samples)"))
        .as("rows, distinct rows, rows whose value is not the one that was sent")
        .containsExactly(samples + "\t" + samples + "\t0");
  }
}
