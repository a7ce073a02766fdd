/** {@code tidegauge topic}: the records of a topic as lines of JSON. */
@NullMarked
package io.tidegauge.cli.topic;

import org.jspecify.annotations.NullMarked;
