package io.tidegauge.loadtest.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;

/** One connection's part of a load, on a thread of its own. */
final class Sender {

  static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

  private static final int OVERLOADED = 429;
  private static final int UNAVAILABLE = 503;
  private static final int MOST_REFUSALS = 200;
  private static final long PAUSE_MILLIS = 50;

  private final InetSocketAddress address;
  private final String path;
  private final List<? extends Body> bodies;
  private final LongUnaryOperator timestamps;
  private final Pace pace;
  private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
  private long samples;
  private long requests;
  private long refused;
  private long bytes;

  /**
   * A sender that has not begun.
   *
   * @param timestamps of the steps, ms since the epoch
   */
  Sender(
      InetSocketAddress address,
      String path,
      List<? extends Body> bodies,
      LongUnaryOperator timestamps,
      Pace pace) {
    this.address = address;
    this.path = path;
    this.bodies = bodies;
    this.timestamps = timestamps;
    this.pace = pace;
  }

  /**
   * Sends until the pace says that it is over.
   *
   * @param number of this connection, from 0
   * @param first the first step
   */
  LoadResult run(int number, long first) throws InterruptedException {
    long begin = System.nanoTime();
    try (WriteConnection connection = new WriteConnection(address)) {
      Compressed request = new Compressed(address.getHostString(), address.getPort(), path);
      for (long step = first; pace.begin(number, step); step++) {
        long timestamp = timestamps.applyAsLong(step);
        for (Body body : bodies) {
          body.patch(timestamp);
          request.of(body.bytes());
          send(connection, request);
          samples += body.samples();
        }
      }
    } catch (IOException e) {
      throw new LoadException("http://" + address + path + ": " + e.getMessage(), e);
    }
    return new LoadResult(samples, requests, refused, bytes, System.nanoTime() - begin, micros);
  }

  private void send(WriteConnection connection, Compressed request)
      throws IOException, InterruptedException {
    for (int refusals = 0; ; refusals++) {
      long before = System.nanoTime();
      int status = connection.send(request);
      long took = (System.nanoTime() - before) / 1000;
      if (status / 100 == 2) {
        micros.recordValue(Math.clamp(took, 0, LONGEST_MICROS));
        requests++;
        bytes += request.bodyLength();
        return;
      }
      boolean later = status == OVERLOADED || status == UNAVAILABLE;
      if (!later || refusals == MOST_REFUSALS) {
        throw new LoadException(
            "http://" + address + path + " answered " + connection.failure().strip());
      }
      refused++;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }
}
