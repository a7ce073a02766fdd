package io.tidegauge.processor.revise;

import io.tidegauge.contract.series.SeriesId;

/**
 * The unit of a recalculation: one series in one 24h window, which holds all windows that a sample
 * of that day is in.
 *
 * @param day start of the 24h window, ms since the epoch
 */
record SeriesDay(String tenant, SeriesId series, long day) {}
