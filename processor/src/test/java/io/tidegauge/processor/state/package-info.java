@NullMarked
package io.tidegauge.processor.state;

import org.jspecify.annotations.NullMarked;
