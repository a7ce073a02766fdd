/** Bodies of Remote-Write 1.0: seeded series, encoded once and patched for each step. */
@NullMarked
package io.tidegauge.loadtest.body;

import org.jspecify.annotations.NullMarked;
