/** What the HTTP protocols share: bodies, encodings, limits, problem documents. */
@NullMarked
package io.tidegauge.ingest.http;

import org.jspecify.annotations.NullMarked;
