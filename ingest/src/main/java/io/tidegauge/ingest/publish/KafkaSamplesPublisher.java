package io.tidegauge.ingest.publish;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
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
import org.apache.kafka.common.errors.TimeoutException;
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
import reactor.util.retry.Retry;

/**
 * Publishes through reactor-kafka's sender. One thread of its own serialises and hands over the
 * records in their order, so that callers never wait for the producer. Records that are sent and
 * not yet confirmed are bounded by {@link InFlightBytes}. What Kafka answers goes to a breaker,
 * which tells whether to let more in.
 */
public final class KafkaSamplesPublisher implements SamplesPublisher, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KafkaSamplesPublisher.class);
  private static final int MAX_IN_FLIGHT_RECORDS = 4096;

  private static final int METADATA_TRIES = 50;

  private final ConcurrentLinkedQueue<Queued> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Set<OutgoingRecord> unsettled = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread = executor("tidegauge-publish");
  private final ExecutorService results = executor("tidegauge-published");
  private final KafkaSender<byte[], byte[]> sender;
  private final CircuitBreaker breaker;
  private final long patienceNanos;
  private Sinks.Many<SenderRecord<byte[], byte[], OutgoingRecord>> sink;
  private volatile boolean confirmed;
  private volatile boolean closed;

  private record Queued(OutgoingRecord record, long sinceNanos) {}

  /**
   * Connects with the producer's settings.
   *
   * @param patience how long a record may wait to be handed to the producer
   */
  public KafkaSamplesPublisher(
      Map<String, Object> producerSettings, CircuitBreaker breaker, Duration patience) {
    this.breaker = breaker;
    this.patienceNanos = patience.toNanos();
    breaker
        .getEventPublisher()
        .onStateTransition(change -> log.warn("Kafka's breaker: {}", change.getStateTransition()));
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
    queue.add(new Queued(record, System.nanoTime()));
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
    return breaker.getState() == CircuitBreaker.State.CLOSED;
  }

  @Override
  public boolean mayTry() {
    return breaker.tryAcquirePermission();
  }

  /** Whether Kafka has confirmed any record yet. */
  public boolean confirmed() {
    return confirmed;
  }

  /** How many records wait for Kafka's answer. */
  public int unsettledRecords() {
    return unsettled.size();
  }

  /** Fetches a topic's metadata, so that the first record need not wait for it. May block. */
  public int partitionsOf(String topic) {
    Integer count =
        sender
            .doOnProducer(producer -> producer.partitionsFor(topic).size())
            // It waits for no longer than a record may hold up the others.
            .retryWhen(
                Retry.max(METADATA_TRIES)
                    .filter(TimeoutException.class::isInstance)
                    .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
            .block();
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
        Queued next = queue.poll();
        if (next != null) {
          handInTime(next);
        }
      }
      left = queued.addAndGet(-left);
    }
  }

  /**
   * The producer makes each record wait that it has no metadata for: those behind it would wait for
   * all of them.
   */
  private void handInTime(Queued next) {
    if (System.nanoTime() - next.sinceNanos() <= patienceNanos) {
      hand(next.record());
      return;
    }
    TimeoutException late = new TimeoutException("the record waited too long for the producer");
    breaker.onError(0, TimeUnit.NANOSECONDS, late);
    settle(next.record(), late);
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
      if (!confirmed) {
        log.info("Kafka confirms records");
        confirmed = true;
      }
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    } else if (isOwnFault(failure)) {
      log.error("a record was refused by the producer", failure);
    } else {
      log.debug("Kafka did not confirm a record: {}", failure.toString());
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }
    settle(result.correlationMetadata(), failure);
  }

  /** A fatal error ends the sender's stream: what it held fails, and a new stream starts. */
  private void disconnected(@Nullable Throwable cause) {
    if (closed) {
      return;
    }
    log.error("the sender's stream ended; starting it again", cause);
    thread.execute(() -> sink = connect());
    Throwable failure =
        cause == null ? new IllegalStateException("the sender's stream ended") : cause;
    breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    settleAll(failure);
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
