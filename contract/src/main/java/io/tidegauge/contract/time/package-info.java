/** The injected clock of every service. */
@NullMarked
package io.tidegauge.contract.time;

import org.jspecify.annotations.NullMarked;
