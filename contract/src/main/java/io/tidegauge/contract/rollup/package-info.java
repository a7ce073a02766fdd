/** What is aggregated per series and window, its merges, its version and its record. */
@NullMarked
package io.tidegauge.contract.rollup;

import org.jspecify.annotations.NullMarked;
