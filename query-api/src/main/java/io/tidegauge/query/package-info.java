/** The query API: live state over SSE and WebSocket, history and catalogue over REST. */
@NullMarked
package io.tidegauge.query;

import org.jspecify.annotations.NullMarked;
