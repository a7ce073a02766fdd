package io.tidegauge.processor.live;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks hand over to.
 *
 * @param topic what changes, for the live topic
 * @param stores what is open, for the stores of the live state; null where there are none
 */
public record LiveHubs(LiveHub<LiveRecord> topic, @Nullable LiveHub<LiveBatch> stores) {}
