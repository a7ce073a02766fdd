/** The load: bodies of Remote-Write 1.0 from seeded series, and the connections that send them. */
@NullMarked
package io.tidegauge.loadtest.bench.load;

import org.jspecify.annotations.NullMarked;
