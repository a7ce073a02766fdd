/** Answers of closed ranges, shared by the nodes through Redis. */
@NullMarked
package io.tidegauge.query.cache;

import org.jspecify.annotations.NullMarked;
