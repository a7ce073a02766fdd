/** Kafka Streams: topology, processor, settings and life of the client. */
@NullMarked
package io.tidegauge.processor.topology;

import org.jspecify.annotations.NullMarked;
