package io.tidegauge.ingest.publish;

/**
 * The identity that a producer gives to a batch of observations, so that a resend counts once.
 *
 * @param producer who sends; unique among the producers of a tenant
 * @param epoch raised by the producer whenever it starts over with its sequence
 * @param sequence of the batch within the epoch
 */
public record ProducerBatch(String producer, long epoch, long sequence) {}
