package io.tidegauge.processor.replay;

import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;

/** A series with samples or windows in a day. */
record SeriesOfDay(String tenant, String metric, SeriesId id, MetricKind kind) {}
