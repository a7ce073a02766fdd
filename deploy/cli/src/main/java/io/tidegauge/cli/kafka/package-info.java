/** Reading a range of a topic without a consumer group. */
@NullMarked
package io.tidegauge.cli.kafka;

import org.jspecify.annotations.NullMarked;
