package io.tidegauge.loadtest.bench.system;

import io.tidegauge.loadtest.bench.measure.ProcessClock;
import io.tidegauge.loadtest.jvm.ReachableHeap;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A query node for very many subscribers, as a process; each feed is one series of a tenant. */
final class FeedNode implements AutoCloseable {

  static final String MAIN_CLASS = "io.tidegauge.query.QueryApplication";

  static final String TENANT = "bench";

  /** Of line protocol, in which a feed's number is its field. */
  static final String MEASUREMENT = "feed";

  /** Above the rate of events, so that none is left out for a later one. */
  private static final int MAX_RATE = 10;

  private final HttpServer server;

  private FeedNode(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts it in a new directory, and returns when it is ready.
   *
   * @param stores where it finds the broker, and stores where there are any
   * @throws io.tidegauge.engines.EngineException where it does not start
   */
  static FeedNode start(Path directory, TidegaugeOptions options, Map<String, String> stores)
      throws InterruptedException {
    Map<String, String> settings = new HashMap<>(stores);
    settings.put("tidegauge.query.live.subscribers", "20000");
    settings.put("tidegauge.query.guard.max-connections", "25000");
    settings.putAll(options.settings());
    return new FeedNode(
        new JavaProcess("query", MAIN_CLASS, options.query(), settings).start(directory));
  }

  /** The metric of a feed's series. */
  static String metric(int feed) {
    return MEASUREMENT + "_" + feed;
  }

  /** The path of a feed, with its query. */
  static String path(int feed) {
    return "/api/v1/live/stream?window=5m&maxRate=" + MAX_RATE + "&metric=" + metric(feed);
  }

  InetSocketAddress address() {
    return server.address();
  }

  Map<String, Long> processes() {
    return Map.of("query", server.pid());
  }

  /** Its heap is touched at the start: what is resident grows by what is beside the heap only. */
  long memory() throws InterruptedException {
    return new ProcessClock(processes()).resident() + ReachableHeap.bytes(server.pid());
  }

  @Override
  public void close() {
    server.process().close();
  }
}
