/** Exact blocks: a consumer whose writes can be repeated until they succeed and count once. */
@NullMarked
package io.tidegauge.processor.sink.block;

import org.jspecify.annotations.NullMarked;
