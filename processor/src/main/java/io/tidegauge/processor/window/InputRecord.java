package io.tidegauge.processor.window;

import io.tidegauge.contract.topic.RecordKind;

/**
 * A record of the samples topic, headers read.
 *
 * @param offset its offset
 * @param tenant the tenant; empty for a tick of all tenants
 * @param kind what it holds
 * @param received receive time, ms since the epoch, as far as it is believed
 * @param producer id of the client that numbers its batches; empty where it does not
 * @param producerEpoch epoch of that client
 * @param sequence number of the batch
 * @param value the Remote-Write 2.0 request
 */
public record InputRecord(
    long offset,
    String tenant,
    RecordKind kind,
    long received,
    String producer,
    long producerEpoch,
    long sequence,
    byte[] value) {}
