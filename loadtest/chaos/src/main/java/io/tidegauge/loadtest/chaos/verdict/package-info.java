/** The comparison with the right answer. */
@NullMarked
package io.tidegauge.loadtest.chaos.verdict;

import org.jspecify.annotations.NullMarked;
