/** The pipeline as separate processes. */
@NullMarked
package io.tidegauge.loadtest.chaos.cluster;

import org.jspecify.annotations.NullMarked;
