/** The engine as a logged state store of Kafka Streams. */
@NullMarked
package io.tidegauge.processor.state;

import org.jspecify.annotations.NullMarked;
