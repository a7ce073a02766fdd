/** A small protobuf wire-format reader and writer; no object per field. */
@NullMarked
package io.tidegauge.contract.wire;

import org.jspecify.annotations.NullMarked;
