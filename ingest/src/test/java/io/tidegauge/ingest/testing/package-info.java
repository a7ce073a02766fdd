/** What the tests of the gateway share. */
@NullMarked
package io.tidegauge.ingest.testing;

import org.jspecify.annotations.NullMarked;
