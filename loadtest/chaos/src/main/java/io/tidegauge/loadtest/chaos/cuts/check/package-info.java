/** What subscribers were sent, compared with the log that it was made from. */
@NullMarked
package io.tidegauge.loadtest.chaos.cuts.check;

import org.jspecify.annotations.NullMarked;
