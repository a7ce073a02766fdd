/** Mixed load as a Gatling scenario. */
@NullMarked
package io.tidegauge.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
