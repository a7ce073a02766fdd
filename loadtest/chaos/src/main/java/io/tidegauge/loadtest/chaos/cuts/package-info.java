/** {@code tidegauge cuts}: whether live feeds skip or step back while they are cut off. */
@NullMarked
package io.tidegauge.loadtest.chaos.cuts;

import org.jspecify.annotations.NullMarked;
