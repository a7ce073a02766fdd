/** What is measured: Tidegauge and its peers, as processes. */
@NullMarked
package io.tidegauge.loadtest.bench.system;

import org.jspecify.annotations.NullMarked;
