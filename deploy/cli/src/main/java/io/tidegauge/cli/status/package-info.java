/** {@code tidegauge status}: the pipeline at a glance. */
@NullMarked
package io.tidegauge.cli.status;

import org.jspecify.annotations.NullMarked;
