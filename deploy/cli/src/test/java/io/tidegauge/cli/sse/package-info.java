/** The parser of event streams, and the source that outlives connections. */
@NullMarked
package io.tidegauge.cli.sse;

import org.jspecify.annotations.NullMarked;
