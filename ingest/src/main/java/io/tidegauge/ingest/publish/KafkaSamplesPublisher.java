package io.tidegauge.ingest.publish;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;
import reactor.kafka.sender.SenderResult;

/**
 * Publishes through reactor-kafka's sender. One thread of its own serialises and hands over the
 * records in their order, so that callers never wait for the producer. Records that are sent and
 * not yet confirmed are bounded by {@link InFlightBytes}.
 */
public final class KafkaSamplesPublisher implements SamplesPublisher, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KafkaSamplesPublisher.class);
  private static final int MAX_IN_FLIGHT_RECORDS = 4096;

  private final ConcurrentLinkedQueue<OutgoingRecord> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Set<OutgoingRecord> unsettled = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread = executor("tidegauge-publish");
  private final ExecutorService results = executor("tidegauge-published");
  private final KafkaSender<byte[], byte[]> sender;
  private Sinks.Many<SenderRecord<byte[], byte[], OutgoingRecord>> sink;
  private volatile boolean available;
  private volatile boolean closed;

  /** Connects with the producer's settings. */
  public KafkaSamplesPublisher(Map<String, Object> producerSettings) {
    SenderOptions<byte[], byte[]> options =
        SenderOptions.<byte[], byte[]>create(producerSettings)
            .maxInFlight(MAX_IN_FLIGHT_RECORDS)
            .stopOnError(false)
            .scheduler(Schedulers.fromExecutorService(results));
    this.sender = KafkaSender.create(options);
    this.sink = connect();
  }

  @Override
  public void publish(OutgoingRecord record) {
    unsettled.add(record);
    queue.add(record);
    if (queued.getAndIncrement() == 0) {
      try {
        thread.execute(this::drain);
      } catch (RejectedExecutionException e) {
        settle(record, e); // the gateway is stopping
      }
    }
  }

  @Override
  public boolean available() {
    return available;
  }

  /** How many records wait for Kafka's answer. */
  public int unsettledRecords() {
    return unsettled.size();
  }

  /** Fetches a topic's metadata, so that the first record need not wait for it. May block. */
  public int partitionsOf(String topic) {
    Integer count = sender.doOnProducer(producer -> producer.partitionsFor(topic).size()).block();
    return count == null ? 0 : count;
  }

  /** Waits for the records that are on their way, as long as their delivery may take. */
  @Override
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
        log.warn("records were still being handed over when the gateway stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.close(); // flushes: every record is settled by its delivery timeout
    results.shutdown();
    settleAll(new IllegalStateException("the gateway is stopping"));
  }

  private void drain() {
    int left = queued.get();
    while (left > 0) {
      for (int i = 0; i < left; i++) {
        OutgoingRecord record = queue.poll();
        if (record != null) {
          hand(record);
        }
      }
      left = queued.addAndGet(-left);
    }
  }

  private void hand(OutgoingRecord record) {
    try {
      ProducerRecord<byte[], byte[]> outgoing =
          new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value());
      Headers headers = outgoing.headers();
      record.headers().forEach(headers::add);
      Sinks.EmitResult emitted = sink.tryEmitNext(SenderRecord.create(outgoing, record));
      if (emitted.isFailure()) {
        settle(record, new IllegalStateException("the sender takes no records: " + emitted));
      }
    } catch (RuntimeException e) {
      log.error("a record could not be handed to the producer", e);
      settle(record, e);
    }
  }

  private Sinks.Many<SenderRecord<byte[], byte[], OutgoingRecord>> connect() {
    Sinks.Many<SenderRecord<byte[], byte[], OutgoingRecord>> records =
        Sinks.many().unicast().onBackpressureBuffer();
    sender
        .send(records.asFlux())
        .subscribe(this::settled, this::disconnected, () -> disconnected(null));
    return records;
  }

  private void settled(SenderResult<OutgoingRecord> result) {
    Exception failure = result.exception();
    if (failure == null) {
      if (!available) {
        log.info("Kafka confirms records");
      }
      available = true;
    } else if (!isOwnFault(failure)) {
      if (available) {
        log.warn("Kafka does not confirm records: {}", failure.toString());
      }
      available = false;
    } else {
      log.error("a record was refused by the producer", failure);
    }
    settle(result.correlationMetadata(), failure);
  }

  /** A fatal error ends the sender's stream: what it held fails, and a new stream starts. */
  private void disconnected(@Nullable Throwable cause) {
    if (closed) {
      return;
    }
    available = false;
    log.error("the sender's stream ended; starting it again", cause);
    thread.execute(() -> sink = connect());
    settleAll(cause == null ? new IllegalStateException("the sender's stream ended") : cause);
  }

  private void settleAll(Throwable cause) {
    for (OutgoingRecord record : unsettled) {
      settle(record, cause);
    }
  }

  private void settle(OutgoingRecord record, @Nullable Throwable failure) {
    if (unsettled.remove(record)) {
      record.settle(failure);
    }
  }

  private static boolean isOwnFault(Exception failure) {
    return failure instanceof RecordTooLargeException || failure instanceof SerializationException;
  }

  private static ExecutorService executor(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }
}
