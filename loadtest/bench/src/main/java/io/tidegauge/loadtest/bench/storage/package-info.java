/** {@code bench storage}: what samples take on disk, beside other stores. */
@NullMarked
package io.tidegauge.loadtest.bench.storage;

import org.jspecify.annotations.NullMarked;
