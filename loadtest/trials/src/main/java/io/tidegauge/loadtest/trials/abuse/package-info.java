/** Clients that keep to no rule, as raw frames over sockets, and what others feel of them. */
@NullMarked
package io.tidegauge.loadtest.trials.abuse;

import org.jspecify.annotations.NullMarked;
