@NullMarked
package io.tidegauge.loadtest.trials.abuse;

import org.jspecify.annotations.NullMarked;
