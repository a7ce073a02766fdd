package io.tidegauge.contract.testing;

/** A sample of one series; timestamp in ms since the epoch. */
public record Sample(long timestamp, double value) {}
