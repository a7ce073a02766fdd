package io.tidegauge.processor.replay;

import java.io.IOException;

/** Takes what is read one after the other. */
@FunctionalInterface
interface Each<T> {
  void accept(T value) throws IOException, InterruptedException;
}
