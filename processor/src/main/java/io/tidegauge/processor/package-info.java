/** The processor: turns samples into rollups and live state, and writes both to the stores. */
@NullMarked
package io.tidegauge.processor;

import org.jspecify.annotations.NullMarked;
