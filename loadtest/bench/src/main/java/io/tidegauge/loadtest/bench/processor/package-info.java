/** The processor beside other ways to window the same samples. */
@NullMarked
package io.tidegauge.loadtest.bench.processor;

import org.jspecify.annotations.NullMarked;
