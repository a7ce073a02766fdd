package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;

/**
 * Refused samples of one cause.
 *
 * @param reason why
 * @param message what to change
 * @param series the series in text form, empty where it could not be read
 * @param timestamp of the sample, ms since the epoch, 0 where there is none
 * @param value of the sample, NaN where there is none
 */
public record Refusal(
    RejectReason reason, String message, String series, long timestamp, double value) {}
