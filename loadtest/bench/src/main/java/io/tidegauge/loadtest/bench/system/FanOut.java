package io.tidegauge.loadtest.bench.system;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A system that passes events on to subscribers over Server-Sent Events, running as processes of
 * its own with data in a new directory. It ends with this process.
 *
 * <p>Each event holds {@link #MARK} and, right behind it, its number in decimal digits.
 */
public interface FanOut extends AutoCloseable {

  /** What is before the number of an event. */
  String MARK = "\"value\":";

  /** Its name in tables. */
  String name();

  /** Which version of it runs. */
  String version();

  /** The ids of the processes that have the subscribers' connections, by what they do. */
  Map<String, Long> processes();

  /** The ids of its other processes, by what they do. */
  Map<String, Long> others();

  /** Where subscribers connect to. */
  InetSocketAddress address();

  /** The path of a feed, with its query. */
  String path(int feed);

  /** The value of the X-Scope-OrgID header. */
  String tenant();

  /**
   * An event.
   *
   * @param feed from 0
   * @param number of the event in its feed, from 1
   */
  record Event(int feed, int number) {}

  /** Has it pass the events of one moment on, no two of one feed; does not wait. */
  void publish(List<Event> events);

  /** Samples that it has taken besides events so far; 0 where nothing else goes through it. */
  default long samples() {
    return 0;
  }

  /** Why it has not taken an event; empty where it took all. */
  Optional<String> failure();

  /** What it has in memory now, bytes: what nobody refers to any more is collected before. */
  long memory() throws InterruptedException;

  /** Ends it. */
  @Override
  void close();
}
