/** {@code tidegauge rejects}: what was finally refused, and sending it again. */
@NullMarked
package io.tidegauge.cli.reject;

import org.jspecify.annotations.NullMarked;
