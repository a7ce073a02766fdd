/** Very many live subscribers, some of them slow, and what the others feel of these. */
@NullMarked
package io.tidegauge.loadtest.chaos.crowd;

import org.jspecify.annotations.NullMarked;
