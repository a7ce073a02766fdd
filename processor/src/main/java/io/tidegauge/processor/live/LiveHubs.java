package io.tidegauge.processor.live;

import org.jspecify.annotations.Nullable;

/**
 * Where tasks hand over to.
 *
 * @param topic what changes, for the live topic
 * @param stores what is open, for the stores of the live state; null where there are none
 */
public record LiveHubs(LiveHub topic, @Nullable LiveHub stores) {}
