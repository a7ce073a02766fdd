package io.tidegauge.processor.sink.clickhouse;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where ClickHouse is and how long it keeps what.
 *
 * @param url its HTTP interface, {@code http://host:port}
 * @param username a user that may create tables, insert and select in the database
 * @param password that user's password
 * @param database created at start where it is missing
 * @param compression of what is sent; none where ClickHouse is on the same machine
 * @param connectTimeout how long to wait for a connection
 * @param requestTimeout how long one insert may take before it is tried again
 * @param retention how long rollups are kept
 */
@ConfigurationProperties("tidegauge.clickhouse")
public record ClickHouseProperties(
    @DefaultValue("http://localhost:8123") URI url,
    @DefaultValue("default") String username,
    @DefaultValue("") String password,
    @DefaultValue("tidegauge") String database,
    @DefaultValue("none") Compression compression,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("60s") Duration requestTimeout,
    @DefaultValue Retention retention) {

  /** Checks the values. */
  public ClickHouseProperties {
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException(
          "tidegauge.clickhouse.url is "
              + url
              + ", set it to http://host:8123 or https://host:8443");
    }
    if (!database.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "tidegauge.clickhouse.database is '"
              + database
              + "', use letters, digits and underscores only");
    }
    requirePositive("connect-timeout", connectTimeout);
    requirePositive("request-timeout", requestTimeout);
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "tidegauge.clickhouse." + key + " is " + value + ", set it above 0");
    }
  }

  /** Without the password: this ends up in logs. */
  @Override
  public String toString() {
    return username + "@" + url + "/" + database;
  }

  /** How the bodies of inserts are compressed. */
  public enum Compression {
    /** Not at all: cheapest on one machine. */
    NONE,
    /** LZ4 frames: about a third of the bytes, for a network in between. */
    LZ4
  }

  /**
   * How long rollups are kept, in whole days; raw samples: {@code tidegauge.raw-retention}.
   *
   * @param rollups5m windows of 5 minutes
   * @param rollups15m windows of 15 minutes
   * @param rollups1h windows of 1 hour
   * @param rollups24h windows of 24 hours
   */
  public record Retention(
      @DefaultValue("30d") Duration rollups5m,
      @DefaultValue("90d") Duration rollups15m,
      @DefaultValue("400d") Duration rollups1h,
      @DefaultValue("3660d") Duration rollups24h) {

    /** ClickHouse computes the end of a row's life in seconds that end in 2106. */
    private static final int LONGEST_DAYS = 20_000;

    /** Checks the values. */
    public Retention {
      requireDays("rollups5m", rollups5m);
      requireDays("rollups15m", rollups15m);
      requireDays("rollups1h", rollups1h);
      requireDays("rollups24h", rollups24h);
    }

    private static void requireDays(String key, Duration value) {
      if (value.toDays() < 1 || value.toDays() > LONGEST_DAYS) {
        throw new IllegalArgumentException(
            "tidegauge.clickhouse.retention."
                + key
                + " is "
                + value
                + ", set it from 1d to "
                + LONGEST_DAYS
                + "d");
      }
    }
  }
}
