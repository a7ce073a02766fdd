@NullMarked
package io.tidegauge.ingest.otlp;

import org.jspecify.annotations.NullMarked;
