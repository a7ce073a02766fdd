package io.tidegauge.query.store;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesId;

/**
 * A series as history knows it.
 *
 * @param labels all, the metric name among them
 * @param kind gauge, counter or observation
 * @param unit empty where it has none
 * @param server empty where it belongs to none
 * @param firstSeen ms since the epoch
 * @param lastSeen ms since the epoch
 */
public record StoredSeries(
    SeriesId id,
    Labels labels,
    String kind,
    String unit,
    String server,
    long firstSeen,
    long lastSeen) {}
