package io.tidegauge.ingest.reject;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.ingest.publish.Durability;
import io.tidegauge.ingest.publish.InFlightBytes;
import io.tidegauge.ingest.publish.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal on its way to the rejects topic. */
final class RejectOutgoing implements OutgoingRecord {

  private final byte[] key;
  private final byte[] value;
  private final Durability durability;
  private final InFlightBytes inFlight;

  RejectOutgoing(RejectRecord record, Durability durability, InFlightBytes inFlight) {
    this.key = record.tenant().getBytes(StandardCharsets.UTF_8);
    this.value = record.encode();
    this.durability = durability;
    this.inFlight = inFlight;
    inFlight.add(value.length);
  }

  @Override
  public String topic() {
    return Topics.REJECTS;
  }

  @Override
  public @Nullable Integer partition() {
    return null;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public Map<String, byte[]> headers() {
    return Map.of();
  }

  @Override
  public void settle(@Nullable Throwable failure) {
    inFlight.release(value.length);
    durability.settle(failure);
  }
}
