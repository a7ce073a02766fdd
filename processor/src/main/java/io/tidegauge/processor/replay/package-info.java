/**
 * Closed windows computed again in bulk, from raw history, compared with what is stored, and
 * published where they differ (docs/adr/0007-replay.md).
 */
@NullMarked
package io.tidegauge.processor.replay;

import org.jspecify.annotations.NullMarked;
