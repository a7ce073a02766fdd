/** Subscribers over SSE that cost little: thousands of them on one thread. */
@NullMarked
package io.tidegauge.loadtest.chaos.crowd.client;

import org.jspecify.annotations.NullMarked;
