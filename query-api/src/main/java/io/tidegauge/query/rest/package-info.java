/** The REST handlers: rollups, catalogue, servers, live snapshots. */
@NullMarked
package io.tidegauge.query.rest;

import org.jspecify.annotations.NullMarked;
