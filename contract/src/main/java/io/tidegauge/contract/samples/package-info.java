/** The record of the samples topic: Remote-Write 2.0, strict. */
@NullMarked
package io.tidegauge.contract.samples;

import org.jspecify.annotations.NullMarked;
