/** Sends this machine's own metrics, and the services', through the ordinary ingest port. */
@NullMarked
package io.tidegauge.standalone.agent;

import org.jspecify.annotations.NullMarked;
