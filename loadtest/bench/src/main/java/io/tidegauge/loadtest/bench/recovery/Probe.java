package io.tidegauge.loadtest.bench.recovery;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.system.Installation;
import io.tidegauge.loadtest.bench.system.TidegaugeService;
import io.tidegauge.loadtest.http.Answer;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.send.RemoteWriteSender;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user's view: one series in each partition gets a sample ten times a second, and the query node
 * is asked for their live state.
 */
final class Probe implements AutoCloseable {

  private static final String TENANT = "bench-probe";
  private static final String METRIC = "bench_probe_value";
  private static final long INTERVAL_MILLIS = 100;
  private static final long LOOK_MILLIS = 20;
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final JsonMapper JSON = new JsonMapper();

  private final InstantSource clock;
  private final List<LoadSeries> series =
      IntStream.range(0, Installation.PARTITIONS).mapToObj(Probe::inPartition).toList();
  private final RemoteWriteSender sender;
  private final HttpCalls node;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("probe").factory());
  private long number;

  private Probe(Installation installation, InstantSource clock) {
    this.clock = clock;
    this.sender = new RemoteWriteSender(calls(installation.address(TidegaugeService.GATEWAY)));
    this.node = calls(installation.address(TidegaugeService.QUERY_NODE));
  }

  /** Begins to send. */
  static Probe start(Installation installation, InstantSource clock) {
    Probe probe = new Probe(installation, clock);
    probe.thread.scheduleAtFixedRate(probe::send, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    return probe;
  }

  private static HttpCalls calls(InetSocketAddress address) {
    return new HttpCalls(
        List.of(URI.create("http://" + address.getHostString() + ":" + address.getPort())),
        TENANT,
        new HttpCalls.Patience(1, ANSWER, ANSWER));
  }

  private static LoadSeries inPartition(int partition) {
    for (int i = 0; ; i++) {
      String host = "probe-" + partition + "-" + i;
      long low = SeriesHasher.of(TENANT, Labels.of(METRIC, "host", host)).low();
      if (Topics.partition(low, Installation.PARTITIONS) == partition) {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("host", host);
        return new LoadSeries(METRIC, labels, Kind.GAUGE);
      }
    }
  }

  private void send() {
    long now = clock.millis();
    long value = number++;
    try {
      sender.send(series.stream().map(each -> new LoadSample(each, now, value)).toList()).block();
    } catch (RuntimeException refused) {
      // The next one is as good; that none comes is seen at the query node.
    }
  }

  /**
   * Returns when the query node shows of every series a sample that was sent after a time.
   *
   * @param since ms since the epoch
   * @throws EngineException where that takes too long
   */
  void awaitFresh(long since, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isFresh(since)) {
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            "after %d s the query node does not show a new sample of each series"
                .formatted(patience.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean isFresh(long since) {
    try {
      Answer answer =
          Objects.requireNonNull(node.get("/api/v1/live?metric=" + METRIC + "&window=5m").block());
      return answer.isSuccess() && fresh(JSON.readTree(answer.body()), since) == series.size();
    } catch (CallException notNow) {
      return false;
    }
  }

  /** How many series of an answer have a sample that is newer. */
  static long fresh(JsonNode answer, long since) {
    return answer
        .path("series")
        .valueStream()
        .filter(one -> Instant.parse(one.path("timestamp").asString()).toEpochMilli() > since)
        .count();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
