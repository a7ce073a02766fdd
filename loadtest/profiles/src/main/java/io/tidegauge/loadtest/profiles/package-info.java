/** Load tests as Gatling scenarios, with reports and with thresholds that fail a run. */
@NullMarked
package io.tidegauge.loadtest.profiles;

import org.jspecify.annotations.NullMarked;
