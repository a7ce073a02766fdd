package io.tidegauge.query.store;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.SeriesId;

/** A rollup as history has it. */
public record StoredRollup(SeriesId series, Rollup rollup) {}
