/** The record of the live topic. */
@NullMarked
package io.tidegauge.contract.live;

import org.jspecify.annotations.NullMarked;
