@NullMarked
package io.tidegauge.ingest.guard;

import org.jspecify.annotations.NullMarked;
