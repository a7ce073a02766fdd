package io.tidegauge.query.support;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.testing.Isolated;
import io.tidegauge.engines.testing.SharedEngines;
import io.tidegauge.query.QueryApplication;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One query API on one set of engines for all tests of the module; tests keep apart by tenant. The
 * live topic has two partitions.
 */
public final class Harness {

  /** Partitions of the live topic. */
  public static final int PARTITIONS = 2;

  private static @Nullable Harness shared;

  private final ConfigurableApplicationContext context;
  private final Engines engines;
  private final int port;
  private final LiveTopic live;
  private final HistoryTables history;
  private final PostgresEndpoint postgres;

  private Harness() throws SQLException, ExecutionException, InterruptedException {
    engines = SharedEngines.get(Engine.KAFKA, Engine.CLICKHOUSE, Engine.REDIS, Engine.POSTGRES);
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of("bootstrap.servers", engines.kafkaBootstrapServers()))) {
      Set<String> topics = admin.listTopics().names().get();
      if (!topics.contains(Topics.LIVE)) {
        admin.createTopics(List.of(new NewTopic(Topics.LIVE, PARTITIONS, (short) 1))).all().get();
      }
    }
    ClickHouseEndpoint clickhouse = Isolated.clickhouse(engines);
    history = new HistoryTables(clickhouse);
    live = new LiveTopic(engines.kafkaBootstrapServers());
    postgres = Isolated.postgres(engines);
    context = start(engines, clickhouse, postgres, Map.of());
    port = port(context);
  }

  /** The shared one, started when first asked for. */
  public static synchronized Harness get() {
    Harness running = shared;
    if (running == null) {
      try {
        running = new Harness();
      } catch (SQLException | ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      shared = running;
    }
    return running;
  }

  /**
   * Starts another query API with further settings. It runs until the JVM ends: closing it would
   * end the event loops that all in a process share.
   */
  public ConfigurableApplicationContext another(Map<String, String> settings) {
    try {
      return start(engines, history.endpoint(), Isolated.postgres(engines), settings);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConfigurableApplicationContext start(
      Engines engines,
      ClickHouseEndpoint clickhouse,
      PostgresEndpoint postgres,
      Map<String, String> further) {
    Map<String, String> settings =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("server.port", "0"),
                Map.entry("tidegauge.kafka.bootstrap-servers", engines.kafkaBootstrapServers()),
                Map.entry("tidegauge.clickhouse.url", clickhouse.url().toString()),
                Map.entry("tidegauge.clickhouse.username", clickhouse.username()),
                Map.entry("tidegauge.clickhouse.password", clickhouse.password()),
                Map.entry("tidegauge.clickhouse.database", clickhouse.database()),
                // A machine that is busy with tests is no store that hangs.
                Map.entry("tidegauge.clickhouse.ping-timeout", "10s"),
                Map.entry("tidegauge.postgres.timeout", "10s"),
                Map.entry("tidegauge.redis.timeout", "2s"),
                Map.entry("tidegauge.redis.uri", engines.redisUri())));
    settings.putAll(settings(postgres));
    settings.putAll(further);
    return QueryApplication.application()
        .run(
            settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
  }

  /** What a query API must know of its PostgreSQL. */
  public static Map<String, String> settings(PostgresEndpoint postgres) {
    return Map.of(
        "tidegauge.postgres.host", postgres.host(),
        "tidegauge.postgres.port", Integer.toString(postgres.port()),
        "tidegauge.postgres.database", postgres.database(),
        "tidegauge.postgres.username", postgres.username(),
        "tidegauge.postgres.password", postgres.password(),
        "tidegauge.postgres.admin-username", postgres.adminUsername(),
        "tidegauge.postgres.admin-password", postgres.adminPassword());
  }

  /** The port of a query API. */
  public static int port(ConfigurableApplicationContext context) {
    return Integer.parseInt(
        Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
  }

  /** The application. */
  public ConfigurableApplicationContext context() {
    return context;
  }

  /** How many answers came from the cache so far. */
  public double cacheHits() {
    return context
        .getBean(MeterRegistry.class)
        .get("tidegauge.query.cache")
        .tag("outcome", "hit")
        .counter()
        .count();
  }

  /** A writer of the live topic. */
  public LiveTopic live() {
    return live;
  }

  /** A writer of history. */
  public HistoryTables history() {
    return history;
  }

  /** A reader of files. */
  public ClickHouseReader clickhouse() {
    return new ClickHouseReader(history.endpoint());
  }

  /** PostgreSQL with the service's tables. */
  public PostgresEndpoint postgres() {
    return postgres;
  }

  /** The port. */
  public int port() {
    return port;
  }

  /** A client that speaks as a tenant. */
  public Api api(String tenant) {
    return new Api(port, tenant);
  }
}
