/** Commands for whoever runs Tidegauge: reading topics. */
@NullMarked
package io.tidegauge.cli;

import org.jspecify.annotations.NullMarked;
