/** {@code tidegauge servers}: the fleet, the worst first, and one server of it. */
@NullMarked
package io.tidegauge.cli.servers;

import org.jspecify.annotations.NullMarked;
