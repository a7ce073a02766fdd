/** What hurts the processes. */
@NullMarked
package io.tidegauge.loadtest.chaos.nemesis;

import org.jspecify.annotations.NullMarked;
