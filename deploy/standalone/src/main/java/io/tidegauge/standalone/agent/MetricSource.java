package io.tidegauge.standalone.agent;

import java.io.IOException;

/** Something whose metrics can be read. Called by one thread. */
@FunctionalInterface
interface MetricSource {
  /**
   * Reads everything once.
   *
   * @throws IOException when it cannot be read this time; what was read before that counts
   */
  void read(Readings readings) throws IOException;
}
