/** Subscribers of the live feed on bare sockets, which keep all that they were sent. */
@NullMarked
package io.tidegauge.loadtest.chaos.cuts.client;

import org.jspecify.annotations.NullMarked;
