/** The DSL of Kafka Streams. */
@NullMarked
package io.tidegauge.loadtest.peers.streams;

import org.jspecify.annotations.NullMarked;
