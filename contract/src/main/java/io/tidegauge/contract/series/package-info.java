/** Series identity and label rules (design: the sample and its series). */
@NullMarked
package io.tidegauge.contract.series;

import org.jspecify.annotations.NullMarked;
