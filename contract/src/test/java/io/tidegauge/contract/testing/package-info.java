/** Generators of records and samples for the property tests of this module. */
@NullMarked
package io.tidegauge.contract.testing;

import org.jspecify.annotations.NullMarked;
