/** {@code tidegauge tail}: the live feed in the terminal. */
@NullMarked
package io.tidegauge.cli.tail;

import org.jspecify.annotations.NullMarked;
