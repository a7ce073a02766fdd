/** The whole pipeline on one machine: the engines, the services and a host agent. */
@NullMarked
package io.tidegauge.standalone;

import org.jspecify.annotations.NullMarked;
