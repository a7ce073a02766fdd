/** Live state in memory, its feed from Kafka, and subscriptions over SSE and WebSocket. */
@NullMarked
package io.tidegauge.query.live;

import org.jspecify.annotations.NullMarked;
