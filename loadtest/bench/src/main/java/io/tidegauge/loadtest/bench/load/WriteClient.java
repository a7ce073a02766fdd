package io.tidegauge.loadtest.bench.load;

import io.tidegauge.loadtest.body.Body;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sends bodies over one connection, again where it is told to come later, and counts. Not
 * thread-safe.
 */
final class WriteClient implements AutoCloseable {

  static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

  private static final int OVERLOADED = 429;
  private static final int UNAVAILABLE = 503;
  private static final int MOST_REFUSALS = 200;
  private static final long PAUSE_MILLIS = 50;

  private final String target;
  private final WriteConnection connection;
  private final Compressed request;
  private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
  private long samples;
  private long requests;
  private long refused;
  private long bytes;

  /**
   * Connects.
   *
   * @throws LoadException where it cannot
   */
  WriteClient(InetSocketAddress address, String path) {
    this.target = "http://" + address + path;
    this.request = new Compressed(address.getHostString(), address.getPort(), path);
    try {
      this.connection = new WriteConnection(address);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Sends a body, and returns when it was answered with 2xx.
   *
   * @param timestamp of its samples, ms since the epoch
   * @throws LoadException where it was refused for good, or not answered
   */
  void send(Body body, long timestamp) throws InterruptedException {
    try {
      body.patch(timestamp);
      request.of(body.bytes());
      send();
    } catch (IOException e) {
      throw failed(e);
    }
    samples += body.samples();
  }

  private void send() throws IOException, InterruptedException {
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
        throw new LoadException(target + " answered " + connection.failure().strip());
      }
      refused++;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** What was sent, in a time. */
  LoadResult result(long nanos) {
    return new LoadResult(samples, requests, refused, bytes, nanos, micros);
  }

  private LoadException failed(IOException cause) {
    return new LoadException(target + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
