/** Tests. */
@NullMarked
package io.tidegauge.ingest.http;

import org.jspecify.annotations.NullMarked;
