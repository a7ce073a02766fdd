/** Live feeds: what it costs to pass events on to very many subscribers. */
@NullMarked
package io.tidegauge.loadtest.bench.live;

import org.jspecify.annotations.NullMarked;
