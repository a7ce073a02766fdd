package io.tidegauge.loadtest.bench.system;

import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** All of Tidegauge that samples go through: gateway, broker, processor, ClickHouse and Redis. */
public final class Pipeline implements SystemUnderTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 200;
  private static final String SAMPLES = "samples";
  private static final String SERIES = "series";
  private static final String EVENTS = "tidegauge_processor_events_total";

  /**
   * Ticks tell the processor the time where no samples come. Here the samples' own timestamps are
   * the time, from some days back on: a tick would make all of them late.
   */
  private static final Map<String, String> NO_TICKS =
      Map.of("tidegauge.ingest.publish.tick-interval", "30d");

  private final PipelineProcesses all;
  private final HttpServer processor;
  private final History history;
  private final Instant start;

  private Pipeline(PipelineProcesses all, Instant start) {
    this.all = all;
    this.processor = all.processor();
    this.history = new History(all.engines().clickhouse());
    this.start = start;
  }

  /**
   * Starts all in new directories, and returns when they are ready.
   *
   * @param start the first timestamp that will be sent, the start of a day
   * @throws EngineException where one does not start
   */
  public static Pipeline start(Path directory, TidegaugeOptions options, Instant start)
      throws InterruptedException {
    return start(directory, options, start, NO_TICKS);
  }

  /**
   * The same, of which raw samples are kept for longer, so that it takes older ones.
   *
   * @param retention of raw samples
   */
  public static Pipeline keeping(
      Path directory, TidegaugeOptions options, Instant start, Duration retention)
      throws InterruptedException {
    Map<String, String> settings = new HashMap<>(NO_TICKS);
    settings.put("tidegauge.raw-retention", retention.toDays() + "d");
    return start(directory, options, start, settings);
  }

  private static Pipeline start(
      Path directory, TidegaugeOptions options, Instant start, Map<String, String> further)
      throws InterruptedException {
    return new Pipeline(PipelineProcesses.start(directory, options, further), start);
  }

  /** Starts a query node that answers from what this pipeline keeps; returns when it is ready. */
  HttpServer startQueryNode(Path directory, TidegaugeOptions options) throws InterruptedException {
    all.engines().alsoStart(Set.of(Engine.POSTGRES));
    Map<String, String> settings = all.settings();
    settings.putAll(PipelineProcesses.metadata(all.engines()));
    settings.putAll(options.settings());
    return new JavaProcess("query", FeedNode.MAIN_CLASS, options.query(), settings)
        .start(directory);
  }

  @Override
  public String name() {
    return "Tidegauge";
  }

  @Override
  public String version() {
    return Versions.tidegauge() + ", ClickHouse " + history.version();
  }

  @Override
  public Map<String, Long> processes() {
    return all.ids();
  }

  /** The id of an engine's process. */
  long pid(Engine engine) {
    return all.id(engine);
  }

  @Override
  public InetSocketAddress address() {
    return all.gateway().address();
  }

  @Override
  public String path() {
    return "/api/v1/write";
  }

  @Override
  public long accepted() throws InterruptedException {
    return Gateway.accepted(all.gateway());
  }

  @Override
  public void awaitDone(Sent sent) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isDone(sent)) {
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            "after ten minutes %,d of %,d samples are in ClickHouse; the processor took %,.0f"
                .formatted(history.samples(), sent.samples(), processor.metric(EVENTS, "samples")));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** The cheap questions come first: asking costs processor time that counts. */
  private boolean isDone(Sent sent) throws InterruptedException {
    return history.samples() >= sent.samples()
        && processor.metric(EVENTS, "samples") >= sent.samples()
        && processor.metric("tidegauge_sink_lag") == 0
        && hasFinals(sent);
  }

  private boolean hasFinals(Sent sent) {
    DueWindows due = new DueWindows(start, sent.span());
    for (DueWindows.Length length : DueWindows.Length.values()) {
      if (due.count(length) > 0 && history.finals(length, due.last(length)) < sent.series()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String audit(Sent sent) throws InterruptedException {
    expect("samples in ClickHouse", history.samples(), sent.samples(), sent.whole());
    expect("late samples", (long) processor.metric(EVENTS, "late"), 0, true);
    String log = Gateway.audit(all.broker(), sent) + ", ClickHouse the same number";
    return sent.isRegular() ? log + windows(sent) : log;
  }

  private String windows(Sent sent) {
    StringBuilder text = new StringBuilder(", and as final rollups all that are due:");
    DueWindows due = new DueWindows(start, sent.span());
    for (DueWindows.Length length : DueWindows.Length.values()) {
      long[] finals = history.finals(length);
      long windows = due.count(length) * sent.series();
      expect("final rows of " + length.table(), finals[0], windows, true);
      expect(
          "samples counted in " + length.table(),
          finals[1],
          due.samples(length, sent.steps()) * sent.series(),
          true);
      text.append(" %,d of %s".formatted(windows, length.table()));
    }
    return text.toString();
  }

  private static void expect(String what, long found, long expected, boolean exactly) {
    if (found < expected || (exactly && found > expected)) {
      throw new EngineException(
          "%s: %,d, and %,d were to be expected".formatted(what, found, expected));
    }
  }

  @Override
  public Map<String, Long> bytesOnDisk() {
    Map<String, Long> bytes = new LinkedHashMap<>(history.bytes());
    bytes.put("log", all.broker().bytes(Topics.SAMPLES));
    return bytes;
  }

  @Override
  public Footprint footprint() {
    Map<String, Long> tables = history.bytes();
    long rollups =
        Arrays.stream(DueWindows.Length.values())
            .mapToLong(length -> tables.getOrDefault(length.table(), 0L))
            .sum();
    return new Footprint(
        tables.getOrDefault(SAMPLES, 0L),
        history.columns(SAMPLES),
        tables.getOrDefault(SERIES, 0L),
        Map.of("rollups", rollups, "Kafka log", all.broker().bytes(Topics.SAMPLES)));
  }

  @Override
  public void mergeAll() throws InterruptedException {
    history.merge(SAMPLES);
    history.merge(SERIES);
    for (DueWindows.Length length : DueWindows.Length.values()) {
      history.merge(length.table());
    }
  }

  @Override
  public void close() {
    all.close();
  }
}
