/** What can be set, checked at start. */
@NullMarked
package io.tidegauge.query.config;

import org.jspecify.annotations.NullMarked;
