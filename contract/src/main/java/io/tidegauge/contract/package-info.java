/**
 * What every service shares: series identity, windows, the records on the topics and their codecs.
 * No Spring, no I/O.
 */
@NullMarked
package io.tidegauge.contract;

import org.jspecify.annotations.NullMarked;
