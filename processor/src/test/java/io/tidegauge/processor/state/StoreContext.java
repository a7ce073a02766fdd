package io.tidegauge.processor.state;

import io.tidegauge.contract.topic.Topics;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.jspecify.annotations.Nullable;

/**
 * What a store sees of Kafka Streams: a changelog that it writes to, and that it is restored by.
 */
final class StoreContext {

  static final long SYSTEM_TIME = 1_763_726_400_000L;

  private final List<ConsumerRecord<byte[], byte[]>> changelog;
  private final InternalProcessorContext<?, ?> context;
  private @Nullable RecordBatchingStateRestoreCallback restore;
  private int restored;

  /** A task's life over a changelog that outlives it. */
  StoreContext(List<ConsumerRecord<byte[], byte[]>> changelog) {
    this.changelog = changelog;
    this.context =
        (InternalProcessorContext<?, ?>)
            Proxy.newProxyInstance(
                StoreContext.class.getClassLoader(),
                new Class<?>[] {InternalProcessorContext.class},
                (proxy, method, arguments) -> call(method, arguments));
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) {
    switch (method.getName()) {
      case "taskId" -> {
        return new TaskId(0, 0);
      }
      case "currentSystemTimeMs" -> {
        return SYSTEM_TIME;
      }
      case "register" -> {
        restore = (RecordBatchingStateRestoreCallback) Objects.requireNonNull(arguments)[1];
        return null;
      }
      case "logChange" -> {
        log(Objects.requireNonNull(arguments));
        return null;
      }
      default -> throw new UnsupportedOperationException(method.getName());
    }
  }

  private void log(@Nullable Object[] arguments) {
    byte[] key = ((Bytes) Objects.requireNonNull(arguments[1])).get();
    changelog.add(
        new ConsumerRecord<>(
            "changelog of " + Topics.SAMPLES,
            0,
            (long) Objects.requireNonNull(arguments[3]),
            key,
            (byte[]) arguments[2]));
  }

  /** Opens a store as a new task does. */
  void open(EngineStore store) {
    store.init(context, store);
  }

  /** Gives the store what it has not had of the changelog. */
  void restore() {
    List<ConsumerRecord<byte[], byte[]>> news =
        new ArrayList<>(changelog.subList(restored, changelog.size()));
    restored = changelog.size();
    Objects.requireNonNull(restore).restoreBatch(news);
  }

  /** The store wrote these itself. */
  void skip() {
    restored = changelog.size();
  }
}
