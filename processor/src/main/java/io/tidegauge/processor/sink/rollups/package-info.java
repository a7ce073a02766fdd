/** Rollups into ClickHouse, and word of how far they are stored. */
@NullMarked
package io.tidegauge.processor.sink.rollups;

import org.jspecify.annotations.NullMarked;
