package io.tidegauge.contract.live;

/**
 * A record of the live topic, encoded.
 *
 * @param tenant whose it is
 * @param value its bytes, not to be changed
 * @param series how many it holds
 */
public record LiveRecord(String tenant, byte[] value, int series) {}
