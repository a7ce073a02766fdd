/** Checks that deploy/ and docs/ agree with the services. */
@NullMarked
package io.tidegauge.checks;

import org.jspecify.annotations.NullMarked;
