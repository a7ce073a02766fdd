package io.tidegauge.ingest.otlp;

/** Where a metric name lies in the labels' arena. */
record NameRange(int start, int end) {}
