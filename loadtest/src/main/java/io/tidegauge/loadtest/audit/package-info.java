/** Sends a generated load and compares what the query API answers with the oracle. */
@NullMarked
package io.tidegauge.loadtest.audit;

import org.jspecify.annotations.NullMarked;
