@NullMarked
package io.tidegauge.processor.topology;

import org.jspecify.annotations.NullMarked;
