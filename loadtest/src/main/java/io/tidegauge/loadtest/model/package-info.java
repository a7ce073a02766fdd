/** Samples and series of a load. */
@NullMarked
package io.tidegauge.loadtest.model;

import org.jspecify.annotations.NullMarked;
