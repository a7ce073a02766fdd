package io.tidegauge.query.store;

/** A metric as history knows it, with how many series it has. */
public record StoredMetric(String name, String kind, String unit, long series) {}
