@NullMarked
package io.tidegauge.processor.window;

import org.jspecify.annotations.NullMarked;
