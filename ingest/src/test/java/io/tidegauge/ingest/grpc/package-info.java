@NullMarked
package io.tidegauge.ingest.grpc;

import org.jspecify.annotations.NullMarked;
