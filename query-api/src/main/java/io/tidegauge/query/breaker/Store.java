package io.tidegauge.query.breaker;

import java.util.Locale;

/** The stores that the query API can do without, each with a circuit breaker of its own. */
public enum Store {
  /** History. */
  CLICKHOUSE,
  /** The cache of answers. */
  REDIS,
  /** The servers' metadata. */
  POSTGRES;

  /** The name in health, metrics and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
