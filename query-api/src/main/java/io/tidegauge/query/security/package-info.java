/** Tenants, origins, response headers and problem documents. */
@NullMarked
package io.tidegauge.query.security;

import org.jspecify.annotations.NullMarked;
