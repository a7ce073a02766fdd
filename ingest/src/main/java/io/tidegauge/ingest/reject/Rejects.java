package io.tidegauge.ingest.reject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.ingest.publish.Durability;
import io.tidegauge.ingest.publish.InFlightBytes;
import io.tidegauge.ingest.publish.SamplesPublisher;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where refused samples go: each is counted by reason and protocol, and what is finally refused
 * goes to the rejects topic. Thread-safe.
 */
public final class Rejects {

  private final SamplesPublisher publisher;
  private final InFlightBytes inFlight;
  private final OriginalsLimit originals;
  private final MeterRegistry meters;
  // Bounded: reasons and protocols are enums.
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  /** Rejects that go out through a publisher. */
  public Rejects(
      SamplesPublisher publisher,
      InFlightBytes inFlight,
      OriginalsLimit originals,
      MeterRegistry meters) {
    this.publisher = publisher;
    this.inFlight = inFlight;
    this.originals = originals;
    this.meters = meters;
  }

  /** Counts refused samples. */
  public void count(RejectReason reason, String protocol, long samples) {
    counters
        .computeIfAbsent(
            reason.label() + ' ' + protocol,
            key ->
                Counter.builder("tidegauge.ingest.rejected.samples")
                    .description("samples refused, by reason and protocol")
                    .tag("reason", reason.label())
                    .tag("protocol", protocol)
                    .register(meters))
        .increment(samples);
  }

  /** Counts samples that are durable. */
  public void countAccepted(String protocol, long samples) {
    counters
        .computeIfAbsent(
            protocol,
            key ->
                Counter.builder("tidegauge.ingest.accepted.samples")
                    .description("samples that Kafka has confirmed, by protocol")
                    .tag("protocol", protocol)
                    .register(meters))
        .increment(samples);
  }

  /** Counts samples of replicas that are not elected. */
  public void countDuplicates(String protocol, long samples) {
    if (samples == 0) {
      return;
    }
    counters
        .computeIfAbsent(
            "duplicate " + protocol,
            key ->
                Counter.builder("tidegauge.ingest.deduplicated.samples")
                    .description("samples of replicas that are not elected, by protocol")
                    .tag("protocol", protocol)
                    .register(meters))
        .increment(samples);
  }

  /** The original of a refused sample as far as the tenant's cap allows, else an empty array. */
  public byte[] original(String tenant, byte[] bytes, int offset, int length) {
    return originals.take(tenant, bytes, offset, length);
  }

  /** Publishes a final refusal; the durability waits for it. */
  public void publish(RejectRecord record, Durability durability) {
    durability.expect();
    publisher.publish(new RejectOutgoing(record, durability, inFlight));
  }
}
