/** What one client may take of an HTTP port, and the end of those that take more. */
@NullMarked
package io.tidegauge.guard;

import org.jspecify.annotations.NullMarked;
