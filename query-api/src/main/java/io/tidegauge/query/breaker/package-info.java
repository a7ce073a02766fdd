/** Circuit breakers around the stores, their health and metrics. */
@NullMarked
package io.tidegauge.query.breaker;

import org.jspecify.annotations.NullMarked;
