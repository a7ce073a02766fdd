/** Why a sample is refused, and the record of the rejects topic. */
@NullMarked
package io.tidegauge.contract.reject;

import org.jspecify.annotations.NullMarked;
