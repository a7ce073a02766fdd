/** Writing JSON as docs/ARCHITECTURE.md shapes it. */
@NullMarked
package io.tidegauge.query.json;

import org.jspecify.annotations.NullMarked;
