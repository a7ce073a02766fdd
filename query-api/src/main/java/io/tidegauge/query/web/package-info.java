/** How paths, parameters and refusals are put together for all handlers. */
@NullMarked
package io.tidegauge.query.web;

import org.jspecify.annotations.NullMarked;
