/** Holds a load for a long time and watches whether anything of the services grows. */
@NullMarked
package io.tidegauge.loadtest.soak;

import org.jspecify.annotations.NullMarked;
