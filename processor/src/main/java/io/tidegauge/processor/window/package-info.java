/**
 * The window engine of one task: samples in, rollups and live state out. Pure: no Kafka, no clock,
 * no threads; the same records always give the same results.
 */
@NullMarked
package io.tidegauge.processor.window;

import org.jspecify.annotations.NullMarked;
