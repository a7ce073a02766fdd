package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.http.MessageDecoder;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Chooses a stream's format by its Content-Type. */
final class StreamFormats {

  /**
   * {@code Tidegauge-Kind: observation}: the values of a stream of frames are events. The schema's
   * metadata has no such type.
   */
  static final String KIND = "Tidegauge-Kind";

  private static final String MESSAGE = "io.prometheus.write.v2.Request";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final Set<String> JSON =
      Set.of(
          "application/x-ndjson",
          "application/jsonl",
          "application/json",
          "text/plain",
          "application/x-www-form-urlencoded"); // what curl says unless it is told

  private final MessageDecoder.Factory remoteWrite;
  private final InstantSource clock;

  StreamFormats(MessageDecoder.Factory remoteWrite, InstantSource clock) {
    this.remoteWrite = remoteWrite;
    this.clock = clock;
  }

  /**
   * The format of a request's body.
   *
   * @throws RequestRefusedException where its type is none that the stream takes
   */
  StreamFormat of(ServerRequest request) {
    String header = request.headers().firstHeader(HttpHeaders.CONTENT_TYPE);
    String kind = request.headers().firstHeader(KIND);
    if (header != null && isFrames(header)) {
      return new Frames(remoteWrite.create(kind == null ? null : kind(kind)));
    }
    if (kind != null) {
      throw new RequestRefusedException(
          RejectReason.MALFORMED, KIND + " is for frames; a line has its own field 'kind'");
    }
    return new JsonLines(clock);
  }

  private static boolean isFrames(String header) {
    int parameters = header.indexOf(';');
    String type = parameters < 0 ? header : header.substring(0, parameters);
    String name = type.strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty() || JSON.contains(name)) {
      return false;
    }
    if (name.equals(PROTOBUF) && MESSAGE.equals(message(header))) {
      return true;
    }
    throw new RequestRefusedException(
        RejectReason.UNSUPPORTED_MEDIA_TYPE,
        "send Content-Type application/x-ndjson or " + PROTOBUF + ";proto=" + MESSAGE);
  }

  private static @Nullable String message(String header) {
    try {
      String message = MediaType.parseMediaType(header).getParameter("proto");
      return message == null ? null : message.replace("\"", "");
    } catch (InvalidMediaTypeException e) {
      return null; // told as any other type that is not taken
    }
  }

  private static MetricKind kind(String word) {
    if (word.strip().equals("observation")) {
      return MetricKind.OBSERVATION;
    }
    throw new RequestRefusedException(
        RejectReason.MALFORMED,
        KIND + " is 'observation' or absent, not '" + word + "'; metadata tells the other kinds");
  }
}
