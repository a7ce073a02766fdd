package io.tidegauge.query.health;

/** What rules look at of one server. */
interface Reading {

  /** HEALTHY where it speaks, else STALE or GONE. */
  ServerState freshness(long now);

  /** What a rule looks at; NaN where it is not known. */
  double value(Rule rule);
}
