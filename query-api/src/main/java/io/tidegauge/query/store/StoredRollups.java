package io.tidegauge.query.store;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.SeriesId;
import java.util.List;

/**
 * The rollups of a series as history has them.
 *
 * @param rollups in the order of time, each window once; not copied
 */
public record StoredRollups(SeriesId series, List<Rollup> rollups) {}
