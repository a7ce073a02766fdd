package io.tidegauge.loadtest.chaos.crowd.client;

/** When changes were sent. Thread-safe. */
@FunctionalInterface
public interface Stamps {

  /** What {@link #sentAt} gives where it is not known any more. */
  long UNKNOWN = 0;

  /**
   * When a change was about to be sent, {@link System#nanoTime()}.
   *
   * @param group of series that change together
   * @param number of the change in its group, from 1
   */
  long sentAt(int group, int number);
}
