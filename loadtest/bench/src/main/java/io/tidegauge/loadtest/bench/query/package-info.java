/** {@code bench query}: answers over a long range, beside other stores. */
@NullMarked
package io.tidegauge.loadtest.bench.query;

import org.jspecify.annotations.NullMarked;
