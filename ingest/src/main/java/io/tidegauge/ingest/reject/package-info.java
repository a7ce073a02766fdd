/** Where refused samples go: the rejects topic and the counters. */
@NullMarked
package io.tidegauge.ingest.reject;

import org.jspecify.annotations.NullMarked;
