/**
 * OTLP for metrics, over HTTP (opentelemetry.io/docs/specs/otlp, 1.x). The request's protobuf is
 * read as it lies in the body, without generated classes and without an object per data point; JSON
 * is first rewritten as protobuf, so that both are translated by the same code. The translation
 * follows "Prometheus and OpenMetrics Compatibility" of the OpenTelemetry specification (1.5x).
 */
@NullMarked
package io.tidegauge.ingest.otlp;

import org.jspecify.annotations.NullMarked;
