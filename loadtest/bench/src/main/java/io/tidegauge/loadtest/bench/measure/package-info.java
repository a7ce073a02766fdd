/** What is read of processes and of the machine, and what becomes of several figures. */
@NullMarked
package io.tidegauge.loadtest.bench.measure;

import org.jspecify.annotations.NullMarked;
