/** Server-Sent Events (WHATWG HTML, section 9.2) as a client that outlives its connections. */
@NullMarked
package io.tidegauge.cli.sse;

import org.jspecify.annotations.NullMarked;
