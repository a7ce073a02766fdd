/**
 * OTLP for metrics over gRPC (opentelemetry.io/docs/specs/otlp, section OTLP/gRPC). Requests come
 * as bytes, which the decoder of OTLP/HTTP reads; no generated classes are on the way.
 */
@NullMarked
package io.tidegauge.ingest.grpc;

import org.jspecify.annotations.NullMarked;
