/** Microbenchmarks of the hot paths (JMH), with what they allocate. */
@NullMarked
package io.tidegauge.loadtest.bench.jmh;

import org.jspecify.annotations.NullMarked;
