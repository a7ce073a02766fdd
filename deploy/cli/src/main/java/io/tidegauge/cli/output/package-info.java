/** Lines of JSON and of text on standard output. */
@NullMarked
package io.tidegauge.cli.output;

import org.jspecify.annotations.NullMarked;
