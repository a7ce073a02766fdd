/** Senders of samples, and the command that sends files. */
@NullMarked
package io.tidegauge.loadtest.send;

import org.jspecify.annotations.NullMarked;
