/** The engines' binaries: fetched once, checked, unpacked atomically. */
@NullMarked
package io.tidegauge.engines.cache;

import org.jspecify.annotations.NullMarked;
