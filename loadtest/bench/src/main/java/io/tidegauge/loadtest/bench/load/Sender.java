package io.tidegauge.loadtest.bench.load;

import io.tidegauge.loadtest.body.Body;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** One connection's part of a load, on a thread of its own. */
final class Sender {

  private final InetSocketAddress address;
  private final String path;
  private final List<? extends Body> bodies;
  private final LongUnaryOperator timestamps;
  private final Pace pace;

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
    try (WriteClient client = new WriteClient(address, path)) {
      for (long step = first; pace.begin(number, step); step++) {
        long timestamp = timestamps.applyAsLong(step);
        for (Body body : bodies) {
          client.send(body, timestamp);
        }
      }
      return client.result(System.nanoTime() - begin);
    }
  }
}
