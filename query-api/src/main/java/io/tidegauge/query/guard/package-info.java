/** What one client may take of the query API's HTTP port. */
@NullMarked
package io.tidegauge.query.guard;

import org.jspecify.annotations.NullMarked;
