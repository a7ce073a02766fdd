package io.tidegauge.processor.replay;

import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.processor.samples.SamplesHeaders;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.InsertBody;
import io.tidegauge.processor.sink.raw.BatchId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the samples of a replay's days from the topic into {@code replay_samples}, from where they
 * are computed series by series. Goes on where it was killed; what it writes twice counts once, as
 * a row is named by its place. Holds some MiB.
 */
final class TopicStage {

  private static final int ROWS = 100_000;
  private static final Duration POLL = Duration.ofMillis(500);

  private final ReplaySettings settings;
  private final ClickHouseClient clickhouse;
  private final ReplayJob job;
  private final long from;
  private final long to;
  private final SamplesRecordReader reader = new SamplesRecordReader();
  private InsertBody body;
  private int rows;

  /**
   * @param days the starts of the days that are to be computed; not empty
   */
  TopicStage(ReplaySettings settings, ClickHouseClient clickhouse, ReplayJob job, List<Long> days) {
    this.settings = settings;
    this.clickhouse = clickhouse;
    this.job = job;
    this.from = days.getFirst();
    this.to = Window.H24.end(days.getLast());
    this.body = clickhouse.newBody();
  }

  /** Forgets what was read for a replay. */
  static void drop(ClickHouseClient clickhouse, long id) throws IOException, InterruptedException {
    clickhouse.execute("ALTER TABLE replay_samples DROP PARTITION " + id);
  }

  /** Returns when all is in the table. */
  void run(ReplayProgress progress) throws IOException, InterruptedException {
    Map<Integer, Long> reached = reached();
    try (KafkaSamples topic = new KafkaSamples(settings.bootstrapServers())) {
      for (int partition = 0; partition < job.bounds().partitions(); partition++) {
        long end = job.bounds().ends().get(partition);
        long begin =
            Math.max(topic.firstOf(partition, from, end), reached.getOrDefault(partition, 0L));
        read(topic.consumer(), partition, begin, end, progress);
      }
    } catch (OffsetOutOfRangeException e) {
      throw new ReplayException(
          "records were deleted for their age while they were read; take --source raw, or fewer"
              + " and later days",
          e);
    } catch (KafkaException e) {
      throw new ReplayException(
          "Kafka at "
              + settings.bootstrapServers()
              + " stopped answering; resume the replay: "
              + e.getMessage(),
          e);
    }
  }

  /** How far each partition had been read, up to a record that may not be there as a whole. */
  private Map<Integer, Long> reached() throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT partition, max(replay_samples.offset) FROM replay_samples WHERE generation = "
            + job.id()
            + " GROUP BY partition FORMAT RowBinary",
        found -> {
          Map<Integer, Long> reached = new HashMap<>();
          while (found.next()) {
            reached.put(found.uint32(), found.uint64());
          }
          return reached;
        });
  }

  private void read(
      Consumer<byte[], byte[]> consumer, int partition, long begin, long end, ReplayProgress told)
      throws IOException, InterruptedException {
    TopicPartition of = new TopicPartition(Topics.SAMPLES, partition);
    String what = "reading partition " + partition + " of the samples topic, records";
    consumer.assign(List.of(of));
    consumer.seek(of, begin);
    long position = begin;
    while (position < end) {
      Iterator<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).iterator();
      while (records.hasNext() && position < end) {
        ConsumerRecord<byte[], byte[]> record = records.next();
        position = record.offset() + 1;
        if (position <= end) {
          add(record);
        }
      }
      position = Math.max(position, consumer.position(of));
      told.at(what, Math.min(position, end) - begin, end - begin);
    }
    flush();
  }

  private void add(ConsumerRecord<byte[], byte[]> record) throws IOException, InterruptedException {
    SamplesHeaders headers;
    try {
      headers = SamplesHeaders.of(record.headers());
      String tenant = job.request().tenant();
      if (headers.kind() == RecordKind.TICK
          || (tenant != null && !tenant.equals(headers.tenant()))) {
        return;
      }
      // A record with a fault counts for nothing, whatever stands before the fault.
      samples(record, headers, false);
    } catch (MalformedRecordException e) {
      return;
    }
    samples(record, headers, true);
    if (rows >= ROWS) {
      flush();
    }
  }

  private void samples(
      ConsumerRecord<byte[], byte[]> record, SamplesHeaders headers, boolean write) {
    byte[] value = record.value();
    if (value == null) {
      throw new MalformedRecordException("the record has no value");
    }
    reader.reset(value, 0, value.length, headers.tenant());
    int index = 0;
    while (reader.nextSeries()) {
      String metric = write ? metric() : "";
      boolean wanted =
          write && (job.request().metric() == null || metric.equals(job.request().metric()));
      while (reader.nextSample()) {
        long timestamp = reader.requireTimestamp();
        if (wanted && timestamp >= from && timestamp < to) {
          row(record, headers, metric, timestamp, index);
        }
        index++;
      }
    }
  }

  private String metric() {
    for (int i = 0; i < reader.labelCount(); i++) {
      if (reader.symbol(reader.labelNameRef(i)).equals(Labels.NAME)) {
        return reader.symbol(reader.labelValueRef(i));
      }
    }
    return "";
  }

  private void row(
      ConsumerRecord<byte[], byte[]> record,
      SamplesHeaders headers,
      String metric,
      long timestamp,
      int index) {
    MetricKind kind =
        headers.kind() == RecordKind.OBSERVATIONS
            ? MetricKind.OBSERVATION
            : MetricKind.ofMetadataType(reader.metadataType());
    body.uint64(job.id());
    body.string(headers.tenant());
    body.string(metric);
    body.uint8(kind.ordinal());
    body.uint128(reader.seriesIdHigh(), reader.seriesIdLow());
    body.uint64(timestamp);
    body.float64(reader.value());
    body.uint32(job.bounds().epoch());
    body.uint32(record.partition());
    body.uint64(record.offset());
    body.uint32(index);
    body.uint64(BatchId.of(headers));
    rows++;
  }

  private void flush() throws IOException, InterruptedException {
    if (rows > 0) {
      clickhouse.insert(
          "INSERT INTO replay_samples (generation, tenant, metric, kind, id, ts, value, epoch,"
              + " partition, offset, idx, batch) FORMAT RowBinary",
          "",
          body);
      body = clickhouse.newBody();
      rows = 0;
    }
  }
}
