/** The engines without Docker: Kafka inside this JVM, the others as child processes. */
@NullMarked
package io.tidegauge.engines.embedded;

import org.jspecify.annotations.NullMarked;
