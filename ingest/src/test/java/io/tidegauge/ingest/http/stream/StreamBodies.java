package io.tidegauge.ingest.http.stream;

import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.http.MessageDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Streams without a connection, for tests of other packages. */
public final class StreamBodies {

  private static final int MAX_UNIT = 1 << 20;
  private static final int MAX_UNITS = 64;

  /**
   * What became of a stream.
   *
   * @param accepted samples
   * @param refused samples
   * @param message of the first refusal; empty where there is none
   */
  public record Taken(long accepted, long refused, String message) {

    private Taken plus(Taken more) {
      return new Taken(
          accepted + more.accepted,
          refused + more.refused,
          message.isEmpty() ? more.message : message);
    }
  }

  private StreamBodies() {}

  /**
   * Takes a stream's body in, in chunks of a size.
   *
   * @param frames reads its messages; null for lines of JSON
   * @return fails where the stream ends with an error
   */
  public static Mono<Taken> take(
      Admission admission, MessageDecoder.Factory frames, boolean lines, byte[] body, int chunk) {
    StreamFormat format =
        lines ? new JsonLines(admission.clock()) : new Frames(frames.create(null));
    PieceIngest pieces =
        new PieceIngest(
            admission,
            new RequestContext(
                "fuzz", lines ? Protocol.STREAM : Protocol.STREAM_FRAMES, "", null, null),
            null,
            format);
    Splitter splitter = format.splitter(MAX_UNIT, MAX_UNITS);
    List<Piece> all = new ArrayList<>();
    for (int at = 0; at < body.length; at += chunk) {
      byte[] part = Arrays.copyOfRange(body, at, Math.min(body.length, at + chunk));
      all.addAll(splitter.add(DefaultDataBufferFactory.sharedInstance.wrap(part)));
    }
    all.addAll(splitter.end());
    return Flux.fromIterable(all)
        .concatMap(pieces::take)
        .map(
            ack -> {
              if (ack.end() != null) {
                throw ack.end();
              }
              return new Taken(
                  ack.accepted(),
                  ack.rejected(),
                  ack.refusals().isEmpty() ? "" : ack.refusals().getFirst().refusal().message());
            })
        .reduce(new Taken(0, 0, ""), Taken::plus);
  }
}
