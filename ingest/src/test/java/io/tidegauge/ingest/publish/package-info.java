/** Tests. */
@NullMarked
package io.tidegauge.ingest.publish;

import org.jspecify.annotations.NullMarked;
