/** Child processes that end with their parent, ports, and the lock of a data directory. */
@NullMarked
package io.tidegauge.engines.process;

import org.jspecify.annotations.NullMarked;
