package io.tidegauge.loadtest.chaos.nemesis;

import java.time.Duration;

/**
 * How long it took after an attack.
 *
 * @param attack what was done
 * @param toFresh from the blow to a fresh, right window of every partition at a query node
 * @param toReady from the healing (the process is started, or goes on) until it does its work
 */
public record Recovery(Attack attack, Duration toFresh, Duration toReady) {}
