/** Tests of admission. */
@NullMarked
package io.tidegauge.ingest.admission;

import org.jspecify.annotations.NullMarked;
