package io.tidegauge.cli.reject;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;

/**
 * Makes of a refusal the request that sends exactly what was refused, and nothing that was taken
 * beside it, over the protocol that it came by. A time that the gateway had given is given
 * explicitly, so that sending twice is sending the same.
 */
final class Resends {

  private final StreamResends stream;

  /**
   * @param topicId what tells this rejects topic from one made anew
   */
  Resends(String topicId) {
    this.stream = new StreamResends(topicId);
  }

  Resend of(RejectPosition position, RejectRecord reject) {
    if (reject.reason() == RejectReason.CONFLICT) {
      return new Resend.Impossible(
          "another value came first at this timestamp and stays; there is nothing to send");
    }
    if (reject.protocol().equals("processor")) {
      return new Resend.Impossible(
          "it was refused after it had been taken, at " + reject.source() + "; see its reason");
    }
    if (reject.original().length == 0) {
      return new Resend.Impossible(
          "its original was not kept: too many were refused at once, or the request was not read;"
              + " send it from its source (tidegauge.ingest.admission.max-originals)");
    }
    if (!reject.isWhole()) {
      return new Resend.Impossible(
          "only "
              + reject.original().length
              + " of its "
              + reject.originalLength()
              + " bytes were kept; send it from its source"
              + " (tidegauge.ingest.admission.max-original)");
    }
    return switch (reject.protocol()) {
      case "influx" -> InfluxResends.of(reject);
      case "remote_write_1" -> RemoteWriteResends.ofVersion1(reject);
      case "remote_write_2" -> RemoteWriteResends.ofVersion2(reject);
      case "otlp_http", "otlp_grpc" -> stream.ofPoint(position, reject);
      case "stream" -> stream.ofLine(position, reject);
      case "stream_frames" ->
          new Resend.Impossible(
              "a frame does not say whether its values are observations; send it from its source");
      default ->
          new Resend.Impossible(
              "protocol "
                  + reject.protocol()
                  + " is not known to this command; send it from its source");
    };
  }
}
