@NullMarked
package io.tidegauge.processor.revise;

import org.jspecify.annotations.NullMarked;
