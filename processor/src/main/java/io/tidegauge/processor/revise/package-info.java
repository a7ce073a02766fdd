/**
 * Closed windows that late samples fall in are computed again from the raw samples. The task that
 * owns the series asks (revisions topic), the reviser waits until the raw sink has the sample,
 * computes and answers on the same topic.
 */
@NullMarked
package io.tidegauge.processor.revise;

import org.jspecify.annotations.NullMarked;
