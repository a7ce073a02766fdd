@NullMarked
package io.tidegauge.processor.samples;

import org.jspecify.annotations.NullMarked;
