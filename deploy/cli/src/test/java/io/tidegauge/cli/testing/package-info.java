/** What the tests of the commands share. */
@NullMarked
package io.tidegauge.cli.testing;

import org.jspecify.annotations.NullMarked;
