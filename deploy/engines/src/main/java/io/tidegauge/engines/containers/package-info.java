/** The engines as containers, where a Docker engine answers; for tests, with Testcontainers. */
@NullMarked
package io.tidegauge.engines.containers;

import org.jspecify.annotations.NullMarked;
