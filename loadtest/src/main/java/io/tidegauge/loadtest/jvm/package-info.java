/** Looks into other Java processes of this machine. */
@NullMarked
package io.tidegauge.loadtest.jvm;

import org.jspecify.annotations.NullMarked;
