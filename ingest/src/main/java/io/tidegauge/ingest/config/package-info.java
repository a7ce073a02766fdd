/** Settings of the gateway, validated when it starts. */
@NullMarked
package io.tidegauge.ingest.config;

import org.jspecify.annotations.NullMarked;
