package io.tidegauge.loadtest.bench.system;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * A system that takes Remote-Write, running as processes of its own with data in a new directory.
 * It ends with this process.
 */
public interface SystemUnderTest extends AutoCloseable {

  /** Its name in tables. */
  String name();

  /** Which version of it runs. */
  String version();

  /** The ids of its processes, by what they do. */
  Map<String, Long> processes();

  /** Where it takes samples over HTTP, at {@link #path}. */
  InetSocketAddress address();

  /** Where Remote-Write goes. */
  String path();

  /** How many samples it says that it has taken since its start. */
  long accepted() throws InterruptedException;

  /**
   * What was sent to it since its start.
   *
   * @param samples that were accepted
   * @param series how many there are
   * @param steps samples of each series
   * @param span from the first timestamp to the last
   * @param whole whether no request was refused and sent again
   */
  record Sent(long samples, int series, long steps, Duration span, boolean whole) {

    /** Samples that have times of their own: which windows are due is not known. */
    public static Sent irregular(long samples, int series, boolean whole) {
      return new Sent(samples, series, 0, Duration.ZERO, whole);
    }

    /** Whether each series has a sample in each step. */
    boolean isRegular() {
      return steps > 0;
    }
  }

  /**
   * Returns when all that was sent is where this system is to bring it; at once where that is so
   * with the answer.
   */
  default void awaitDone(Sent sent) throws InterruptedException {}

  /**
   * Compares what it holds with what was sent, another way than {@link #accepted}.
   *
   * @return what was compared, in a sentence
   * @throws io.tidegauge.engines.EngineException where it is not the same
   */
  default String audit(Sent sent) throws InterruptedException {
    return "";
  }

  /** Has it answer from all that it has taken; returns when it does. */
  default void showAll() throws InterruptedException {}

  /** Bytes on disk by what they are, once all is flushed. */
  Map<String, Long> bytesOnDisk() throws InterruptedException;

  /** The same, the samples told from what is kept beside them. */
  default Footprint footprint() throws InterruptedException {
    Map<String, Long> bytes = bytesOnDisk();
    return new Footprint(
        bytes.getOrDefault("data", 0L), Map.of(), bytes.getOrDefault("index", 0L), Map.of());
  }

  /**
   * Has it merge all that it keeps, as it does by itself in the course of time; returns when it
   * has.
   */
  default void mergeAll() throws InterruptedException {}

  /** Ends it. */
  @Override
  void close();
}
