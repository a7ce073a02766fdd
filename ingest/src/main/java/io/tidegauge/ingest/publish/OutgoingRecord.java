package io.tidegauge.ingest.publish;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record on its way to a topic. */
public interface OutgoingRecord {

  /** The topic's name. */
  String topic();

  /** The partition; null to let the key decide. */
  @Nullable Integer partition();

  /** The key; null for none. */
  byte @Nullable [] key();

  /** The value's bytes; called once, on the publishing thread. */
  byte[] value();

  /** The headers by name. */
  Map<String, byte[]> headers();

  /**
   * Called once: durable (null), or what went wrong. Must not block; runs on a thread of the
   * publisher.
   */
  void settle(@Nullable Throwable failure);
}
