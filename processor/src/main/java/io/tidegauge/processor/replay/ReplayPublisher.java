package io.tidegauge.processor.replay;

import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.processor.revise.RollupsProducer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what differs, and when all of it is durable, the mark of the replay to each partition:
 * a partition's mark is after all its windows. Doing it again does no harm.
 */
final class ReplayPublisher {

  private static final Duration STORED = Duration.ofMinutes(10);
  private static final Duration NOTICED = Duration.ofSeconds(1);

  private final ReplaySettings settings;
  private final ReplayWindows windows;
  private final ProtoWriter buffer = new ProtoWriter(1024);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long sent;

  ReplayPublisher(ReplaySettings settings, ReplayWindows windows) {
    this.settings = settings;
    this.windows = windows;
  }

  /** Returns when all is durable; gives how many windows there were. */
  long publish(ReplayJob job, ReplayProgress progress) throws IOException, InterruptedException {
    int partitions = job.bounds().partitions();
    byte[] generation = ByteBuffer.allocate(Long.BYTES).putLong(job.id()).array();
    try (Producer<byte[], byte[]> producer =
        RollupsProducer.create(settings.bootstrapServers(), "tidegauge-replay")) {
      for (Window window : Window.values()) {
        windows.ofReplay(
            job.id(),
            window,
            each -> {
              send(producer, record(each, partitions, generation));
              if (++sent % 1_000 == 0) {
                progress.at("publishing, windows", sent, sent);
              }
            });
      }
      requireDurable(producer);
      for (int partition = 0; partition < partitions; partition++) {
        progress.at("publishing the marks of partitions", partition, partitions);
        if (partition == partitions - 1) {
          awaitNoticed(job, partitions - 1);
        }
        send(producer, mark(job, partition, generation));
        requireDurable(producer);
      }
    }
    return sent;
  }

  private ProducerRecord<byte[], byte[]> record(
      RollupRecord.OfSeries window, int partitions, byte[] generation) {
    buffer.reset();
    window.write(buffer);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.ROLLUPS,
            Topics.partition(window.series().low(), partitions),
            window.key(),
            buffer.toByteArray());
    record.headers().add(RecordHeaders.GENERATION, generation);
    return record;
  }

  /**
   * The last mark makes all visible: by then every query node must look for it, and they ask twice
   * a second whether there is anything to look for.
   */
  private void awaitNoticed(ReplayJob job, int marks) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!windows.isVisible(job.id(), marks)) {
      if (System.nanoTime() - start > STORED.toNanos()) {
        throw new ReplayException(
            "the rollups sink has not stored what was published for "
                + STORED.toMinutes()
                + " minutes, and readers see none of it; see that the processor runs, then resume");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    TimeUnit.NANOSECONDS.sleep(NOTICED.toNanos());
  }

  private static ProducerRecord<byte[], byte[]> mark(
      ReplayJob job, int partition, byte[] generation) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.ROLLUPS, partition, key(job.id()), new byte[0]);
    record.headers().add(RecordHeaders.GENERATION, generation);
    record
        .headers()
        .add(
            RecordHeaders.GENERATION_PARTITIONS,
            ByteBuffer.allocate(Integer.BYTES).putInt(job.bounds().partitions()).array());
    return record;
  }

  private static byte[] key(long generation) {
    return ByteBuffer.allocate(9).put((byte) 0xFE).putLong(generation).array();
  }

  private void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    producer.send(
        record,
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          }
        });
  }

  private void requireDurable(Producer<byte[], byte[]> producer) {
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new ReplayException(
          "Kafka did not take all windows, and readers see none of them; resume the replay: "
              + failed.getMessage(),
          failed);
    }
  }
}
