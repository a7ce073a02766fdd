/** Measures a system of ours and its peers, and reports: what the commands have in common. */
@NullMarked
package io.tidegauge.loadtest.bench.comparison;

import org.jspecify.annotations.NullMarked;
