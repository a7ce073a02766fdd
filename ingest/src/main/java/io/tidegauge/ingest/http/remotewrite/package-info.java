/**
 * Prometheus Remote-Write 1.0 and 2.0 (prometheus.io/docs/specs/prw/remote_write_spec and
 * remote_write_spec_2_0).
 */
@NullMarked
package io.tidegauge.ingest.http.remotewrite;

import org.jspecify.annotations.NullMarked;
