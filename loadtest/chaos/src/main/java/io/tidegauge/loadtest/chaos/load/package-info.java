/** The load: clients that send until everything is acknowledged. */
@NullMarked
package io.tidegauge.loadtest.chaos.load;

import org.jspecify.annotations.NullMarked;
