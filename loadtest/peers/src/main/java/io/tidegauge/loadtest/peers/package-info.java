/**
 * What people would window samples with instead, each a program of its own: how it is set up, and
 * what it tells of itself. Nothing here is part of the product.
 */
@NullMarked
package io.tidegauge.loadtest.peers;

import org.jspecify.annotations.NullMarked;
