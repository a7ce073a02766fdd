package io.tidegauge.processor.state;

import io.tidegauge.contract.topic.TopicSpec;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds one {@link EngineStore} a task, with its changelog's settings. */
public final class EngineStoreBuilder implements StoreBuilder<EngineStore> {

  /**
   * Cleaned early and in small segments: a restart reads the whole changelog, and every commit
   * replaces the windows that are open.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          "cleanup.policy", "compact",
          "segment.bytes", Integer.toString(64 << 20),
          "min.cleanable.dirty.ratio", "0.3",
          "max.message.bytes", Integer.toString(TopicSpec.MAX_RECORD_BYTES),
          "compression.type", "producer");

  private final Supplier<EngineStore> stores;

  /** A builder of what {@code stores} makes. */
  public EngineStoreBuilder(Supplier<EngineStore> stores) {
    this.stores = stores;
  }

  @Override
  public EngineStore build() {
    return stores.get();
  }

  @Override
  public String name() {
    return EngineStore.NAME;
  }

  @Override
  public Map<String, String> logConfig() {
    return CHANGELOG;
  }

  @Override
  public boolean loggingEnabled() {
    return true;
  }

  @Override
  public StoreBuilder<EngineStore> withCachingEnabled() {
    throw new UnsupportedOperationException("the tables are the cache");
  }

  @Override
  public StoreBuilder<EngineStore> withCachingDisabled() {
    throw new UnsupportedOperationException("the tables are the cache");
  }

  @Override
  public StoreBuilder<EngineStore> withLoggingEnabled(Map<String, String> config) {
    throw new UnsupportedOperationException("it is always logged");
  }

  @Override
  public StoreBuilder<EngineStore> withLoggingDisabled() {
    throw new UnsupportedOperationException("it is always logged");
  }
}
