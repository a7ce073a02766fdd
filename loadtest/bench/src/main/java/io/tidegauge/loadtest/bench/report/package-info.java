/** Tables and files of what was measured. */
@NullMarked
package io.tidegauge.loadtest.bench.report;

import org.jspecify.annotations.NullMarked;
