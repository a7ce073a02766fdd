/** Gathers admitted samples into records and publishes them to Kafka. */
@NullMarked
package io.tidegauge.ingest.publish;

import org.jspecify.annotations.NullMarked;
