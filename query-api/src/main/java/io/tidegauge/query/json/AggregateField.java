package io.tidegauge.query.json;

/** What an aggregate may be without where no measure is made of it; counts are always there. */
public enum AggregateField {
  SUM,
  SUM_OF_SQUARES,
  MIN,
  MAX,
  FIRST,
  LAST,
  INCREASE,
  SKETCH
}
