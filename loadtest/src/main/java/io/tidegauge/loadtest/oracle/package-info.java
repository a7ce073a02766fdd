/** The right answer, computed naively from the samples that were sent. */
@NullMarked
package io.tidegauge.loadtest.oracle;

import org.jspecify.annotations.NullMarked;
