/** The native stream: lines of JSON up, acknowledgements down, on one request. */
@NullMarked
package io.tidegauge.ingest.http.stream;

import org.jspecify.annotations.NullMarked;
