package io.tidegauge.loadtest.bench.system;

import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.embedded.EmbeddedEngines;
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

  private final EmbeddedEngines engines;
  private final Broker broker;
  private final HttpServer processor;
  private final HttpServer gateway;
  private final History history;
  private final Instant start;

  private Pipeline(
      EmbeddedEngines engines,
      Broker broker,
      HttpServer processor,
      HttpServer gateway,
      Instant start) {
    this.engines = engines;
    this.broker = broker;
    this.processor = processor;
    this.gateway = gateway;
    this.history = new History(engines.clickhouse());
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
    EmbeddedEngines engines =
        EmbeddedEngines.start(
            EnginesSpec.persistent(directory.resolve("engines"), Engine.CLICKHOUSE, Engine.REDIS));
    try {
      Broker broker = Broker.start(directory, options.broker());
      try {
        HttpServer gateway = Gateway.start(directory, broker, options, further);
        try {
          HttpServer processor = processor(directory, broker, engines, options, further);
          return new Pipeline(engines, broker, processor, gateway, start);
        } catch (RuntimeException | InterruptedException e) {
          gateway.process().close();
          throw e;
        }
      } catch (RuntimeException | InterruptedException e) {
        broker.close();
        throw e;
      }
    } catch (RuntimeException | InterruptedException e) {
      engines.close();
      throw e;
    }
  }

  private static HttpServer processor(
      Path directory,
      Broker broker,
      EmbeddedEngines engines,
      TidegaugeOptions options,
      Map<String, String> further)
      throws InterruptedException {
    Map<String, String> settings = stores(broker, engines);
    settings.putAll(further);
    settings.put("tidegauge.processor.state-dir", directory.resolve("processor-state").toString());
    settings.putAll(options.settings());
    return new JavaProcess("processor", ProcessorSystem.MAIN_CLASS, options.processor(), settings)
        .start(directory);
  }

  /** Starts a query node that answers from what this pipeline keeps; returns when it is ready. */
  HttpServer startQueryNode(Path directory, TidegaugeOptions options) throws InterruptedException {
    engines.alsoStart(Set.of(Engine.POSTGRES));
    Map<String, String> settings = stores(broker, engines);
    settings.putAll(metadata(engines));
    settings.putAll(options.settings());
    return new JavaProcess("query", QueryNode.MAIN_CLASS, options.query(), settings)
        .start(directory);
  }

  /** Where a query node finds what people edit. */
  static Map<String, String> metadata(EmbeddedEngines engines) {
    PostgresEndpoint postgres = engines.postgres();
    return Map.of(
        "tidegauge.postgres.host", postgres.host(),
        "tidegauge.postgres.port", Integer.toString(postgres.port()),
        "tidegauge.postgres.database", postgres.database(),
        "tidegauge.postgres.username", postgres.username(),
        "tidegauge.postgres.password", postgres.password(),
        "tidegauge.postgres.admin-username", postgres.adminUsername(),
        "tidegauge.postgres.admin-password", postgres.adminPassword());
  }

  /** Where services find what they need. */
  static Map<String, String> stores(Broker broker, EmbeddedEngines engines) {
    ClickHouseEndpoint clickhouse = engines.clickhouse();
    Map<String, String> settings = new HashMap<>();
    settings.put("tidegauge.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("tidegauge.clickhouse.url", clickhouse.url().toString());
    settings.put("tidegauge.clickhouse.username", clickhouse.username());
    settings.put("tidegauge.clickhouse.password", clickhouse.password());
    settings.put("tidegauge.clickhouse.database", clickhouse.database());
    settings.put("tidegauge.redis.uri", engines.redisUri());
    return settings;
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
    Map<String, Long> processes = new LinkedHashMap<>();
    processes.put("gateway", gateway.pid());
    processes.put("broker", broker.pid());
    processes.put("processor", processor.pid());
    processes.put("clickhouse", pid(Engine.CLICKHOUSE));
    processes.put("redis", pid(Engine.REDIS));
    return processes;
  }

  /** The id of an engine's process. */
  long pid(Engine engine) {
    return engines
        .process(engine)
        .handle()
        .orElseThrow(() -> new EngineException(engine.title() + " has ended"))
        .pid();
  }

  @Override
  public InetSocketAddress address() {
    return gateway.address();
  }

  @Override
  public String path() {
    return "/api/v1/write";
  }

  @Override
  public long accepted() throws InterruptedException {
    return Gateway.accepted(gateway);
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
    String log = Gateway.audit(broker, sent) + ", ClickHouse the same number";
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
    bytes.put("log", broker.bytes(Topics.SAMPLES));
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
        Map.of("rollups", rollups, "Kafka log", broker.bytes(Topics.SAMPLES)));
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
    gateway.process().close();
    processor.process().close();
    broker.close();
    engines.close();
  }
}
