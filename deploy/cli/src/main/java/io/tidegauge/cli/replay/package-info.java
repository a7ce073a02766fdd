/** {@code tidegauge replay}: computes windows again from raw history. */
@NullMarked
package io.tidegauge.cli.replay;

import org.jspecify.annotations.NullMarked;
