/** How servers are: rules that people change, their evaluation, and changes of state as events. */
@NullMarked
package io.tidegauge.query.health;

import org.jspecify.annotations.NullMarked;
