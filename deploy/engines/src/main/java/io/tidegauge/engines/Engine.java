package io.tidegauge.engines;

import java.util.Locale;

/** The engines that the pipeline runs on. */
public enum Engine {
  /** Kafka 4.3 in KRaft mode, speaking its own protocol without TLS. */
  KAFKA("Kafka", 9092),
  /** ClickHouse 26.7 over its HTTP interface. */
  CLICKHOUSE("ClickHouse", 8123),
  /** Redis 6.2. */
  REDIS("Redis", 6379),
  /** PostgreSQL 18. */
  POSTGRES("PostgreSQL", 5432);

  private final String title;
  private final int usualPort;

  Engine(String title, int usualPort) {
    this.title = title;
    this.usualPort = usualPort;
  }

  /** The engine's name as people write it. */
  public String title() {
    return title;
  }

  /** The port that the engine's own documentation gives. */
  public int usualPort() {
    return usualPort;
  }

  /** The launcher's flag that chooses this engine's port. */
  public String portFlag() {
    return "--" + name().toLowerCase(Locale.ROOT) + "-port";
  }

  /** The environment variable that chooses this engine's port. */
  public String portVariable() {
    return "TIDEGAUGE_" + name() + "_PORT";
  }

  /** The folder inside the data directory that belongs to this engine. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
