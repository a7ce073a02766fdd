@NullMarked
package io.tidegauge.processor.live;

import org.jspecify.annotations.NullMarked;
