/** Tests of reading topics. */
@NullMarked
package io.tidegauge.cli.kafka;

import org.jspecify.annotations.NullMarked;
