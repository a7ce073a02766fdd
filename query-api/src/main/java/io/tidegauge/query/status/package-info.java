/** The status of the pipeline as this node sees it: rates, lag, watermarks, stores, refusals. */
@NullMarked
package io.tidegauge.query.status;

import org.jspecify.annotations.NullMarked;
