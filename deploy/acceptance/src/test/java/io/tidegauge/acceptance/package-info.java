/**
 * Black-box tests: the launcher starts the product as a user would, real senders feed it, and the
 * answers of the query API are compared with what is known to be right.
 */
@NullMarked
package io.tidegauge.acceptance;

import org.jspecify.annotations.NullMarked;
