/** Speed and cost of Tidegauge, beside what would be picked instead, in one run. */
@NullMarked
package io.tidegauge.loadtest.bench;

import org.jspecify.annotations.NullMarked;
