package io.tidegauge.loadtest.bench.system;

import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.EngineException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Tidegauge's processor with all that it does on Kafka: deduplication, four windows, sketch, live
 * updates, rollups, changelog, exactly once. Without what it writes into ClickHouse and Redis,
 * which {@code bench pipeline} measures.
 */
public final class ProcessorSystem implements WindowingSystem {

  static final String MAIN_CLASS = "io.tidegauge.processor.ProcessorApplication";
  private static final String EVENTS = "tidegauge_processor_events_total";
  private static final String[] NONE_OF = {
    "duplicates", "conflicts", "late", "malformed", "series_limit"
  };

  private final WindowingLog log;
  private final String group;
  private final HttpServer server;

  private ProcessorSystem(WindowingLog log, String group, HttpServer server) {
    this.log = log;
    this.group = group;
    this.server = server;
  }

  /**
   * Starts it with no state, at the beginning of the samples topic; makes the topics where they are
   * absent.
   *
   * @param name of its group and its folder, new
   * @param series that there will be
   * @param threads stream threads
   */
  public static ProcessorSystem start(
      WindowingLog log,
      Path directory,
      String name,
      int series,
      int threads,
      ServiceOptions options)
      throws InterruptedException {
    Map<String, String> settings = new HashMap<>();
    settings.put("tidegauge.kafka.bootstrap-servers", log.bootstrapServers());
    settings.put("tidegauge.partitions", Integer.toString(log.partitions()));
    settings.put("tidegauge.processor.application-id", name);
    settings.put("tidegauge.processor.state-dir", directory.resolve(name + "-state").toString());
    settings.put("tidegauge.processor.threads", Integer.toString(threads));
    // Partitions do not have the same number of series.
    settings.put("tidegauge.processor.series-limit", Integer.toString(2 * series + 1000));
    settings.put("tidegauge.processor.sinks.raw.enabled", "false");
    settings.put("tidegauge.processor.sinks.rollups.enabled", "false");
    settings.put("tidegauge.processor.sinks.redis.enabled", "false");
    settings.put("tidegauge.processor.reviser.enabled", "false");
    settings.putAll(options.settings());
    HttpServer server =
        new JavaProcess(name, MAIN_CLASS, options.processor(), settings).start(directory);
    return new ProcessorSystem(log, name, server);
  }

  /** Which version runs. */
  public static String version() {
    return Versions.tidegauge();
  }

  @Override
  public long pid() {
    return server.pid();
  }

  @Override
  public long processed() throws InterruptedException {
    return (long) server.metric(EVENTS, "samples");
  }

  @Override
  public boolean isDone() throws InterruptedException {
    return log.isDone(group, Topics.SAMPLES);
  }

  @Override
  public Map<String, Long> memory() throws InterruptedException {
    return Map.of(
        "closedChildren", (long) server.metric("tidegauge_processor_children_bytes"),
        "series", (long) server.metric("tidegauge_processor_series"));
  }

  @Override
  public String audit(Given given) throws InterruptedException {
    expect("samples", given.samples());
    for (String event : NONE_OF) {
      expect(event, 0);
    }
    expect("windows_closed", given.due() * given.series());
    return String.format(
        Locale.ROOT,
        "every one of %,d samples counted once, none late, %,d windows closed",
        given.samples(),
        given.due() * given.series());
  }

  private void expect(String event, long expected) throws InterruptedException {
    long found = (long) server.metric(EVENTS, event);
    if (found != expected) {
      throw new EngineException(
          "the processor says %s: %,d, and %,d were to be expected"
              .formatted(event, found, expected));
    }
  }

  @Override
  public void close() {
    server.process().close();
  }
}
