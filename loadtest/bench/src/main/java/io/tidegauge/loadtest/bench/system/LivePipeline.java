package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.LoadException;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.load.PacedLoad;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.send.LineProtocolSender;
import io.tidegauge.loadtest.send.Outcome;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All of Tidegauge, from the gateway to the query node. An event is a sample of its feed's series,
 * sent to the gateway as line protocol; other samples of another tenant go through all of it at a
 * steady pace the whole time, over Remote-Write 1.0.
 */
public final class LivePipeline extends TidegaugeFeeds {

  private static final int TRIES = 20;

  private final PipelineProcesses processes;
  private final PacedLoad load;
  private final LineProtocolSender sender;
  private final InstantSource clock;

  private LivePipeline(
      PipelineProcesses processes, FeedNode node, LoadSpec others, InstantSource clock) {
    super(node);
    this.processes = processes;
    this.clock = clock;
    InetSocketAddress gateway = processes.gateway().address();
    this.load = new PacedLoad(others, gateway, "/api/v1/write", clock);
    this.sender =
        new LineProtocolSender(
            new HttpCalls(
                URI.create("http://" + gateway.getHostString() + ":" + gateway.getPort()),
                FeedNode.TENANT,
                TRIES),
            "ms");
  }

  /**
   * Starts all in new directories, and the load once they are ready.
   *
   * @param others what else goes through it, each series with a sample an interval
   * @throws EngineException where one does not start
   */
  public static LivePipeline start(Path directory, TidegaugeOptions options, LoadSpec others)
      throws InterruptedException {
    PipelineProcesses processes = PipelineProcesses.start(directory, options, Map.of());
    try {
      FeedNode node = FeedNode.start(directory, options, processes.settings());
      return new LivePipeline(processes, node, others, InstantSource.system());
    } catch (RuntimeException | InterruptedException e) {
      processes.close();
      throw e;
    }
  }

  @Override
  public Map<String, Long> others() {
    return processes.ids();
  }

  @Override
  public void publish(List<Event> events) {
    String fields =
        events.stream()
            .map(event -> event.feed() + "=" + event.number())
            .collect(Collectors.joining(","));
    String line = FeedNode.MEASUREMENT + " " + fields + " " + clock.millis();
    sender
        .send(List.of(line))
        .subscribe(this::answered, why -> failed(String.valueOf(why.getMessage())));
  }

  private void answered(Outcome outcome) {
    if (outcome.refused() > 0) {
      failed(outcome.messages().toString());
    }
  }

  @Override
  public long samples() {
    try {
      return load.accepted();
    } catch (LoadException e) {
      throw new EngineException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    load.close();
    super.close();
    processes.close();
  }
}
