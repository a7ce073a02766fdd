/** The live feed's events as a client reads them (WHATWG HTML, section 9.2). */
@NullMarked
package io.tidegauge.contract.sse;

import org.jspecify.annotations.NullMarked;
