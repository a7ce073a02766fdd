/**
 * {@code ./tidegauge chaos}: the whole pipeline under load while its processes are killed, stopped
 * and cut off, and then a comparison of everything with the right answer.
 *
 * <p>A module of its own, because it is on top of all others: it starts the services as {@code
 * deploy/standalone} does, with the engines of {@code deploy/engines}, and sends and compares with
 * the generator, the senders and the oracle of {@code loadtest}, which go on knowing none of them.
 * Nothing depends on it.
 */
@NullMarked
package io.tidegauge.loadtest.chaos;

import org.jspecify.annotations.NullMarked;
