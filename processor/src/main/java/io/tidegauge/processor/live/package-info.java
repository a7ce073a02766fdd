/** The live hand-over: conflated updates from the stream threads to the live topic and Redis. */
@NullMarked
package io.tidegauge.processor.live;

import org.jspecify.annotations.NullMarked;
