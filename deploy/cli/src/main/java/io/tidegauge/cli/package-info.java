/** Commands for whoever runs Tidegauge or looks at its metrics. */
@NullMarked
package io.tidegauge.cli;

import org.jspecify.annotations.NullMarked;
