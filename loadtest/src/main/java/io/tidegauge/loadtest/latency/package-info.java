/** Measures how long an event takes from the ingest port to a live subscriber. */
@NullMarked
package io.tidegauge.loadtest.latency;

import org.jspecify.annotations.NullMarked;
