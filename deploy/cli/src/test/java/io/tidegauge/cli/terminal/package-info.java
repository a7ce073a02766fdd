/** Tables, sparklines, quantities, texts. */
@NullMarked
package io.tidegauge.cli.terminal;

import org.jspecify.annotations.NullMarked;
