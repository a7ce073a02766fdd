/** What one client may take of the gateway's HTTP port, and the end of those that take more. */
@NullMarked
package io.tidegauge.ingest.guard;

import org.jspecify.annotations.NullMarked;
