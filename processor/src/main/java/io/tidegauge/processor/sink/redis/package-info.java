/** The live state in Redis. */
@NullMarked
package io.tidegauge.processor.sink.redis;

import org.jspecify.annotations.NullMarked;
