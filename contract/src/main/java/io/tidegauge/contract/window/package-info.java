/** The four windows and their arithmetic. */
@NullMarked
package io.tidegauge.contract.window;

import org.jspecify.annotations.NullMarked;
