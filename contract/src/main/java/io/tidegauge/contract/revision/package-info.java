/** The records of the revisions topic: a closed window asked for again, and computed again. */
@NullMarked
package io.tidegauge.contract.revision;

import org.jspecify.annotations.NullMarked;
