package io.tidegauge.standalone;

/** The three services, running. */
interface RunningServices extends AutoCloseable {
  /** Stops them, those that take work in first; returns when they have stopped. */
  @Override
  void close();
}
