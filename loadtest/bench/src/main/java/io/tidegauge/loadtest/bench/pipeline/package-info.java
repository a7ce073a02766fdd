/** The whole pipeline beside other stores' ingest. */
@NullMarked
package io.tidegauge.loadtest.bench.pipeline;

import org.jspecify.annotations.NullMarked;
