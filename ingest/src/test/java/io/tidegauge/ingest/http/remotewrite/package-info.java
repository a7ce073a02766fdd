/** Tests. */
@NullMarked
package io.tidegauge.ingest.http.remotewrite;

import org.jspecify.annotations.NullMarked;
