/** Tests. */
@NullMarked
package io.tidegauge.ingest.http.stream;

import org.jspecify.annotations.NullMarked;
