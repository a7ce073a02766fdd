/** The rules that a sample must pass, the same for every protocol. */
@NullMarked
package io.tidegauge.ingest.admission;

import org.jspecify.annotations.NullMarked;
