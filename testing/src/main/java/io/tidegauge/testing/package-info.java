/** What the tests of several modules share. */
@NullMarked
package io.tidegauge.testing;

import org.jspecify.annotations.NullMarked;
