/** History in ClickHouse. */
@NullMarked
package io.tidegauge.query.store;

import org.jspecify.annotations.NullMarked;
