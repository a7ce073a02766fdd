/** Apache Flink. */
@NullMarked
package io.tidegauge.loadtest.peers.flink;

import org.jspecify.annotations.NullMarked;
