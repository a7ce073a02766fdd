/** Speaks to the query API. */
@NullMarked
package io.tidegauge.cli.api;

import org.jspecify.annotations.NullMarked;
