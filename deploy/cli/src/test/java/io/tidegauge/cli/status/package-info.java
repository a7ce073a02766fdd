/** The pipeline's status in the terminal. */
@NullMarked
package io.tidegauge.cli.status;

import org.jspecify.annotations.NullMarked;
