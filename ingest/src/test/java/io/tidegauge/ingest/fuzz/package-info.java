/** Mutated bodies through the decoders, without a gateway. */
@NullMarked
package io.tidegauge.ingest.fuzz;

import org.jspecify.annotations.NullMarked;
