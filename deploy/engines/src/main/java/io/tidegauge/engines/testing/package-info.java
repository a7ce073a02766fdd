/** One set of engines for all tests of a JVM. */
@NullMarked
package io.tidegauge.engines.testing;

import org.jspecify.annotations.NullMarked;
