/** The ingest gateway: protocols in, samples records out. */
@NullMarked
package io.tidegauge.ingest;

import org.jspecify.annotations.NullMarked;
