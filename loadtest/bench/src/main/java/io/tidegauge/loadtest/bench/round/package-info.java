/** Rounds that give the same load to one system after the other. */
@NullMarked
package io.tidegauge.loadtest.bench.round;

import org.jspecify.annotations.NullMarked;
