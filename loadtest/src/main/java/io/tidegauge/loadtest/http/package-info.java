/** Calls over HTTP/1.1 and HTTP/2, with the retries that a good agent makes. */
@NullMarked
package io.tidegauge.loadtest.http;

import org.jspecify.annotations.NullMarked;
