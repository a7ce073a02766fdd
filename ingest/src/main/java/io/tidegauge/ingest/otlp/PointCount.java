package io.tidegauge.ingest.otlp;

/**
 * Data points of a request.
 *
 * @param accepted those of which all samples were taken
 * @param rejected those of which not all samples were taken
 */
public record PointCount(long accepted, long rejected) {}
