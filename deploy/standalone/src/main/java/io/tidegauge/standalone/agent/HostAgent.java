package io.tidegauge.standalone.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this machine's metrics and the services' every five seconds and sends them like any other
 * agent. What is not acknowledged is sent again, in order, until it is; a resend counts once
 * because a sample is known by its series and time.
 */
public final class HostAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostAgent.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final long OUTBOX_BYTES = 32L << 20;

  private final List<MetricSource> sources;
  private final Map<String, String> labels;
  private final RemoteWriteClient client;
  private final InstantSource clock;
  private final Outbox outbox = new Outbox(OUTBOX_BYTES);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("host-agent").daemon().factory());
  private boolean behind;

  private HostAgent(List<MetricSource> sources, URI gateway, InstantSource clock, String host) {
    this.sources = List.copyOf(sources);
    this.labels = Map.of("instance", host, "job", "tidegauge-agent");
    this.client = new RemoteWriteClient(gateway);
    this.clock = clock;
  }

  /**
   * Starts an agent of this machine.
   *
   * @param gateway the ingest gateway, {@code http://host:port}
   * @param services ports where services answer to {@code /actuator/prometheus}, by name
   * @param clock the installation's clock, which gives the samples their time
   */
  public static HostAgent start(URI gateway, Map<String, Integer> services, InstantSource clock) {
    Path proc = Path.of("/proc");
    List<MetricSource> sources =
        new ArrayList<>(
            List.of(
                new ProcStat(proc),
                new ProcMemory(proc),
                new ProcLoad(proc),
                new ProcNetwork(proc),
                new ProcDisks(proc),
                new Filesystems(proc)));
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(INTERVAL)
            .build();
    services.forEach((name, port) -> sources.add(new ServiceMetrics(http, name, port)));
    HostAgent agent = new HostAgent(sources, gateway, clock, hostname(proc));
    agent.thread.scheduleAtFixedRate(agent::tick, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return agent;
  }

  private static String hostname(Path proc) {
    try {
      return Files.readString(proc.resolve("sys/kernel/hostname")).strip();
    } catch (IOException e) {
      LOG.warn("Cannot read this machine's name; calling it localhost", e);
      return "localhost";
    }
  }

  /** Nothing may escape: the scheduler would never call again. */
  private void tick() {
    try {
      collect();
      send();
    } catch (IOException | RuntimeException e) {
      LOG.error("The host agent failed; it tries again in {} s", INTERVAL.toSeconds(), e);
    }
  }

  private void collect() throws IOException {
    Batch batch = new Batch(labels, clock.millis());
    for (MetricSource source : sources) {
      try {
        source.read(batch);
      } catch (IOException | RuntimeException e) {
        LOG.debug("Could not read {}", source.getClass().getSimpleName(), e);
      }
    }
    batch.gauge("tidegauge_agent_outbox_messages", Map.of(), outbox.size());
    batch.gauge("tidegauge_agent_outbox_bytes", Map.of(), outbox.bytes());
    batch.counter("tidegauge_agent_dropped_messages_total", Map.of(), outbox.dropped());
    outbox.add(batch.compressed());
  }

  private void send() {
    for (byte[] message = outbox.oldest(); message != null; message = outbox.oldest()) {
      switch (client.send(message)) {
        case RemoteWriteClient.Outcome.Accepted accepted -> {
          outbox.removeOldest();
          if (behind && outbox.size() == 0) {
            behind = false;
            LOG.info("The gateway has everything again");
          }
        }
        case RemoteWriteClient.Outcome.Refused refused -> {
          outbox.removeOldest();
          LOG.warn("The gateway refused samples: {} {}", refused.status(), refused.message());
        }
        case RemoteWriteClient.Outcome.Later later -> {
          if (!behind) {
            behind = true;
            LOG.warn("The gateway does not take samples now, keeping them: {}", later.why());
          }
          return;
        }
      }
    }
  }

  /** Stops reading, after a last attempt to send what waits. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(INTERVAL.toSeconds(), TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.shutdownNow();
    }
  }
}
