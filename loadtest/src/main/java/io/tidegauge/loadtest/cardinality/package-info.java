/** One tenant with more and more series, and what the others notice of it. */
@NullMarked
package io.tidegauge.loadtest.cardinality;

import org.jspecify.annotations.NullMarked;
