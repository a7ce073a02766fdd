package io.tidegauge.processor.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.live.LiveHub;
import io.tidegauge.processor.live.LiveHubs;
import io.tidegauge.processor.state.EngineStore;
import io.tidegauge.processor.window.EngineSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.jspecify.annotations.Nullable;

/**
 * A process's copy of the task: the store and the processor of the topology, called in the order in
 * which Kafka Streams calls them.
 */
final class SimulatedTask {

  private static final long NOW = 1_763_726_400_000L;

  private final SimulatedKafka kafka;
  private final EngineStore store =
      new EngineStore(
          partition ->
              new EngineSettings(Topics.SAMPLES, partition, 1, SeedInput.GRACE, 1_000, 100, 2),
          (entries, bytes, nanos) -> {});
  private final WindowProcessor processor =
      new WindowProcessor(
          new RecordReader(false),
          new LiveHubs(new LiveHub<>(), new LiveHub<>()),
          new TaskMetrics.Factory(
              new SimpleMeterRegistry(), InstantSource.fixed(Instant.ofEpochMilli(NOW))),
          Duration.ofDays(1));
  private final InternalProcessorContext<OutputKey, byte[]> context;
  private @Nullable RecordBatchingStateRestoreCallback restore;
  private @Nullable RecordMetadata metadata;
  private int restored;
  private boolean active;

  @SuppressWarnings("unchecked")
  SimulatedTask(SimulatedKafka kafka) {
    this.kafka = kafka;
    this.context =
        (InternalProcessorContext<OutputKey, byte[]>)
            Proxy.newProxyInstance(
                SimulatedTask.class.getClassLoader(),
                new Class<?>[] {InternalProcessorContext.class},
                (proxy, method, arguments) -> call(method, arguments));
    store.init(context, store);
  }

  /** Takes what is committed of the changelog, in pieces: as a standby, or before it is active. */
  void follow(Random random) {
    while (restored < kafka.changelog().size()) {
      int to = Math.min(kafka.changelog().size(), restored + 1 + random.nextInt(200));
      List<ConsumerRecord<byte[], byte[]>> piece = new ArrayList<>();
      for (SimulatedKafka.Change change : kafka.changelog().subList(restored, to)) {
        piece.add(new ConsumerRecord<>("changelog", 0, restored++, change.key(), change.value()));
      }
      Objects.requireNonNull(restore).restoreBatch(piece);
    }
  }

  /** Becomes the active one; all of the changelog is taken first. */
  void activate(Random random) {
    follow(random);
    store.clearCache(); // a standby's store that is recycled
    processor.init(context);
    active = true;
  }

  boolean isActive() {
    return active;
  }

  /** One record of a topic. */
  void process(String topic, long offset, Headers headers, byte[] value) {
    metadata = new Metadata(topic, offset);
    processor.process(new Record<>(new byte[0], value, NOW, headers));
  }

  /** What comes before the transaction is committed. */
  void writeOut() {
    store.flushCache();
  }

  /** What it wrote itself is not to be restored. */
  void committed() {
    restored = kafka.changelog().size();
  }

  /** From active to standby, after a commit: the store stays open. */
  void recycle() {
    processor.close();
    store.clearCache();
    active = false;
  }

  /** Closed after a corruption and opened again: the same instances, and the whole changelog. */
  void revive(Random random) {
    processor.close();
    store.close();
    active = false;
    restored = 0;
    store.init(context, store);
    activate(random);
  }

  private record Metadata(String topic, long offset) implements RecordMetadata {
    @Override
    public int partition() {
      return 0;
    }
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments)
      throws InvocationTargetException {
    switch (method.getName()) {
      case "taskId" -> {
        return new TaskId(0, 0);
      }
      case "currentSystemTimeMs" -> {
        return NOW;
      }
      case "register" -> {
        restore = (RecordBatchingStateRestoreCallback) Objects.requireNonNull(arguments)[1];
        return null;
      }
      case "getStateStore" -> {
        return store;
      }
      case "schedule" -> {
        return (Cancellable) () -> {};
      }
      case "recordMetadata" -> {
        return Optional.ofNullable(metadata);
      }
      case "logChange" -> {
        @Nullable Object[] change = Objects.requireNonNull(arguments);
        kafka.change(((Bytes) Objects.requireNonNull(change[1])).get(), (byte[]) change[2]);
        return null;
      }
      case "forward" -> {
        @Nullable Object[] sent = Objects.requireNonNull(arguments);
        Record<?, ?> record = (Record<?, ?>) Objects.requireNonNull(sent[0]);
        kafka.send((String) Objects.requireNonNull(sent[1]), (byte[]) record.value());
        return null;
      }
      default -> throw new UnsupportedOperationException(method.getName());
    }
  }
}
