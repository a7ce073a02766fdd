/** Topic names, partitioning and record headers. */
@NullMarked
package io.tidegauge.contract.topic;

import org.jspecify.annotations.NullMarked;
