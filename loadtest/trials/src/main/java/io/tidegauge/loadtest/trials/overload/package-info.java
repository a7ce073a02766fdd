/** More requests than a gateway can take, for a while, and what becomes of those it takes. */
@NullMarked
package io.tidegauge.loadtest.trials.overload;

import org.jspecify.annotations.NullMarked;
