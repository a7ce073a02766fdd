@NullMarked
package io.tidegauge.guard;

import org.jspecify.annotations.NullMarked;
