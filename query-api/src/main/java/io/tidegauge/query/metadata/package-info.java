/** What people know of servers, in PostgreSQL, apart by tenant. */
@NullMarked
package io.tidegauge.query.metadata;

import org.jspecify.annotations.NullMarked;
