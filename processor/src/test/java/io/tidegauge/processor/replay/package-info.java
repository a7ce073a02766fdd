/** Tests of the replay. */
@NullMarked
package io.tidegauge.processor.replay;

import org.jspecify.annotations.NullMarked;
