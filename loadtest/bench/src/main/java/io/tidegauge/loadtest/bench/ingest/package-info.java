/** The gateway with its broker beside other stores' ingest. */
@NullMarked
package io.tidegauge.loadtest.bench.ingest;

import org.jspecify.annotations.NullMarked;
