/** Rollups in the terminal. */
@NullMarked
package io.tidegauge.cli.query;

import org.jspecify.annotations.NullMarked;
