/** The fleet in the terminal. */
@NullMarked
package io.tidegauge.cli.servers;

import org.jspecify.annotations.NullMarked;
