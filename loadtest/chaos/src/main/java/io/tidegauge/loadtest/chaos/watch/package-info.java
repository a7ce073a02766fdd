/** What is seen while it runs: progress, lag, and how long the pipeline took to recover. */
@NullMarked
package io.tidegauge.loadtest.chaos.watch;

import org.jspecify.annotations.NullMarked;
