/** Tests of what tests share. */
@NullMarked
package io.tidegauge.testing;

import org.jspecify.annotations.NullMarked;
