/** Settings shared by the processor's features. */
@NullMarked
package io.tidegauge.processor.config;

import org.jspecify.annotations.NullMarked;
