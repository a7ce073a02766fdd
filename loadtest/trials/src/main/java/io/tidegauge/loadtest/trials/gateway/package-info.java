/** A gateway with a Kafka of its own, as processes, and what is measured of it from outside. */
@NullMarked
package io.tidegauge.loadtest.trials.gateway;

import org.jspecify.annotations.NullMarked;
