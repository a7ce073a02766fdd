package io.tidegauge.loadtest.chaos.watch;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cluster.Role;
import io.tidegauge.loadtest.http.Answer;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.send.RemoteWriteSender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user's view of the pipeline: one series in each partition gets a sample a few times a second,
 * and the query nodes are asked for the series' live state as often. It is fresh from when on a
 * node shows a sample of every partition, with the right count in its 5m window.
 */
public final class Probe implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
  static final String TENANT = "chaos-probe";
  static final String METRIC = "chaos_probe_value";
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration ANSWER = Duration.ofMillis(1_500);
  private static final JsonMapper JSON = new JsonMapper();

  private final ServiceClock clock;
  private final List<LoadSeries> series = new ArrayList<>();
  private final List<ProbeLog> logs = new ArrayList<>();
  private final RemoteWriteSender sender;
  private final AtomicLong freshUpTo = new AtomicLong(Long.MIN_VALUE);
  private final ScheduledExecutorService threads;
  private long number;

  private Probe(Cluster cluster, ServiceClock clock) {
    this.clock = clock;
    for (int partition = 0; partition < Cluster.PARTITIONS; partition++) {
      series.add(inPartition(partition));
      logs.add(new ProbeLog());
    }
    HttpCalls.Patience patience = new HttpCalls.Patience(1, ANSWER, ANSWER);
    this.sender =
        new RemoteWriteSender(new HttpCalls(cluster.addresses(Role.INGEST), TENANT, patience));
    List<Member> nodes = cluster.members(Role.QUERY);
    this.threads =
        Executors.newScheduledThreadPool(
            1 + nodes.size(), Thread.ofPlatform().daemon().name("probe-", 0).factory());
    every(this::send);
    for (Member node : nodes) {
      HttpCalls calls = new HttpCalls(List.of(node.address()), TENANT, patience);
      every(() -> read(calls));
    }
  }

  /** Begins. */
  public static Probe start(Cluster cluster, ServiceClock clock) {
    return new Probe(cluster, clock);
  }

  /**
   * Up to when the pipeline is fresh: every sample sent before that {@link System#nanoTime()} is
   * seen, or newer ones of its series.
   */
  public long freshUpTo() {
    return freshUpTo.get();
  }

  private void every(Runnable task) {
    Runnable again =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            // What throws is not called again: the next look is what counts.
            LOG.debug("The probe failed", e);
          }
        };
    threads.scheduleWithFixedDelay(again, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static LoadSeries inPartition(int partition) {
    for (int i = 0; ; i++) {
      String name = "probe-" + partition + "-" + i;
      long low = SeriesHasher.of(TENANT, Labels.of(METRIC, "host", name)).low();
      if (Topics.partition(low, Cluster.PARTITIONS) == partition) {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("host", name);
        return new LoadSeries(METRIC, labels, Kind.GAUGE);
      }
    }
  }

  private void send() {
    long timestamp = clock.millis();
    long nanos = System.nanoTime();
    List<LoadSample> samples = new ArrayList<>();
    for (int partition = 0; partition < series.size(); partition++) {
      samples.add(new LoadSample(series.get(partition), timestamp, number));
      logs.get(partition).sending(timestamp, nanos);
    }
    number++;
    // Where this throws they may have been taken or not: their windows may hold them or not.
    sender.send(samples).block();
    logs.forEach(ProbeLog::acknowledged);
  }

  private void read(HttpCalls node) {
    Answer answer =
        Objects.requireNonNull(node.get("/api/v1/live?metric=" + METRIC + "&window=5m").block());
    if (answer.isSuccess()) {
      freshUpTo.accumulateAndGet(fresh(JSON.readTree(answer.body())), Math::max);
    }
  }

  private long fresh(JsonNode answer) {
    long oldest = Long.MAX_VALUE;
    int found = 0;
    for (JsonNode one : answer.path("series")) {
      int partition = partition(one.path("labels").path("host").asString(""));
      JsonNode window = one.path("windows").path("5m");
      if (partition >= 0 && window.has("count")) {
        ProbeLog log = logs.get(partition);
        long newest = Instant.parse(one.path("timestamp").asString()).toEpochMilli();
        long start = Instant.parse(window.path("start").asString()).toEpochMilli();
        if (log.isRight(start, newest, window.path("count").asLong())) {
          found++;
          oldest = Math.min(oldest, log.sentAt(newest));
        }
      }
    }
    return found == series.size() ? oldest : Long.MIN_VALUE;
  }

  private int partition(String host) {
    for (int i = 0; i < series.size(); i++) {
      if (host.equals(series.get(i).labels().get("host"))) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
