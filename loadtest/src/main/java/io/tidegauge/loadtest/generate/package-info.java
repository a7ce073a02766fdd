/** The seeded generator of loads. */
@NullMarked
package io.tidegauge.loadtest.generate;

import org.jspecify.annotations.NullMarked;
