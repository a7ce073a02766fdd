package io.tidegauge.processor.window;

import org.jspecify.annotations.Nullable;

/** Takes changes for the changelog. */
@FunctionalInterface
public interface ChangeSink {

  /** Replaces the value of a key; null removes it. Both arrays are the sink's from now on. */
  void put(byte[] key, byte @Nullable [] value);
}
