/** {@code bench recovery}: how long services take to start, and the processor to come back. */
@NullMarked
package io.tidegauge.loadtest.bench.recovery;

import org.jspecify.annotations.NullMarked;
