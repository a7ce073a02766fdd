/**
 * The native stream: lines of JSON or frames of Remote-Write 2.0 up, acknowledgements down, on one
 * request.
 */
@NullMarked
package io.tidegauge.ingest.http.stream;

import org.jspecify.annotations.NullMarked;
