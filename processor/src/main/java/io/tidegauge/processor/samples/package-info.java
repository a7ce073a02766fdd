/** What whoever reads the samples topic must agree on: which records can be read, and which not. */
@NullMarked
package io.tidegauge.processor.samples;

import org.jspecify.annotations.NullMarked;
