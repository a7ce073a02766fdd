/** {@code tidegauge query}: rollups of a metric as tables. */
@NullMarked
package io.tidegauge.cli.query;

import org.jspecify.annotations.NullMarked;
