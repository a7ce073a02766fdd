/** The mergeable quantile sketch. */
@NullMarked
package io.tidegauge.contract.sketch;

import org.jspecify.annotations.NullMarked;
