package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.stream.Ack.LineRange;
import io.tidegauge.ingest.publish.ProducerBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes in the pieces of one stream. One per stream; pieces come one after the other. */
final class PieceIngest {

  private final Admission admission;
  private final RequestContext context;
  private final @Nullable StreamProducer producer;
  private final JsonLine json = new JsonLine();

  PieceIngest(Admission admission, RequestContext context, @Nullable StreamProducer producer) {
    this.admission = admission;
    this.context = context;
    this.producer = producer;
  }

  /** Whether each line is a batch with an identity. */
  boolean identified() {
    return producer != null;
  }

  /**
   * Fails where too much is in flight; asked before a piece is decoded, which then is taken as a
   * whole.
   */
  void checkRoom() {
    admission.checkRoom();
  }

  /** Decodes a piece at once; the result comes when it is durable. */
  Mono<Ack> take(Piece piece) {
    if (piece.tooLong()) {
      return tooLong(piece);
    }
    return producer == null ? together(piece) : lineByLine(piece, producer);
  }

  private Mono<Ack> tooLong(Piece piece) {
    RequestSamples samples = admission.beginAdmitted(context);
    samples.refuse(
        RejectReason.BODY_TOO_LARGE,
        "the line is too long; send its samples in several lines",
        piece.bytes(),
        0,
        piece.length());
    return samples
        .finish()
        .map(outcome -> Ack.of(piece.lastLine(), outcome, oneOf(piece.firstLine())));
  }

  private Mono<Ack> together(Piece piece) {
    RequestSamples samples = admission.beginAdmitted(context);
    List<LineRange> ranges = new ArrayList<>();
    Lines lines = new Lines(piece);
    while (lines.next() && !samples.failed()) {
      readLine(lines, samples, ranges);
    }
    return samples.finish().map(outcome -> Ack.of(piece.lastLine(), outcome, ranges));
  }

  /** Each line is a batch with an identity of its own. */
  private Mono<Ack> lineByLine(Piece piece, StreamProducer sender) {
    List<Mono<Ack>> acks = new ArrayList<>();
    Lines lines = new Lines(piece);
    while (lines.next()) {
      acks.add(line(lines, sender));
    }
    Ack nothing = new Ack(piece.lastLine(), 0, 0, List.of());
    return Flux.concat(acks)
        .reduce(Ack::plus)
        .map(ack -> new Ack(piece.lastLine(), ack.accepted(), ack.rejected(), ack.refusals()))
        .defaultIfEmpty(nothing);
  }

  private Mono<Ack> line(Lines lines, StreamProducer sender) {
    long number = lines.number();
    int length = lines.end() - lines.start();
    ProducerBatch batch;
    try {
      long next = sender.firstSequence() + number - 1;
      batch = sender.batch(JsonLine.sequence(lines.bytes(), lines.start(), length, next));
    } catch (MalformedRecordException e) {
      RequestSamples none = admission.beginAdmitted(context);
      none.refuse(
          RejectReason.MALFORMED,
          String.valueOf(e.getMessage()),
          lines.bytes(),
          lines.start(),
          length);
      return none.finish().map(outcome -> Ack.of(number, outcome, oneOf(number)));
    }
    RequestSamples samples = admission.beginAdmitted(context.withBatch(batch));
    List<LineRange> ranges = new ArrayList<>();
    readLine(lines, samples, ranges);
    return samples
        .finish()
        .map(outcome -> Ack.of(number, outcome, ranges))
        // The line is refused, and recorded as such: the stream goes on.
        .onErrorResume(
            RequestRefusedException.class,
            refused ->
                refused.reason().retryable()
                    ? Mono.error(refused)
                    : Mono.just(Ack.ofRefused(number, samples.rejected(), refused)));
  }

  private static List<LineRange> oneOf(long line) {
    return List.of(new LineRange(line, 0, 1));
  }

  private void readLine(Lines lines, RequestSamples samples, List<LineRange> ranges) {
    int before = (int) Math.min(samples.rejected(), Integer.MAX_VALUE);
    int length = lines.end() - lines.start();
    try {
      json.read(lines.bytes(), lines.start(), length, admission.clock().millis(), samples);
    } catch (MalformedRecordException e) {
      samples.refuse(
          RejectReason.MALFORMED,
          String.valueOf(e.getMessage()),
          lines.bytes(),
          lines.start(),
          length);
    }
    int after = (int) Math.min(samples.rejected(), Integer.MAX_VALUE);
    if (after > before) {
      ranges.add(new LineRange(lines.number(), before, after));
    }
  }

  /** Walks over the lines of a piece that are not empty. */
  private static final class Lines {

    private final Piece piece;
    private long number;
    private int start;
    private int end = -1;

    Lines(Piece piece) {
      this.piece = piece;
      this.number = piece.firstLine() - 1;
    }

    boolean next() {
      while (end + 1 < piece.length()) {
        start = end + 1;
        end = start;
        while (end < piece.length() && piece.bytes()[end] != '\n') {
          end++;
        }
        number++;
        int trimmed = start;
        while (trimmed < end && piece.bytes()[trimmed] <= ' ' && piece.bytes()[trimmed] >= 0) {
          trimmed++;
        }
        if (trimmed < end) {
          return true;
        }
      }
      return false;
    }

    byte[] bytes() {
      return piece.bytes();
    }

    int start() {
      return start;
    }

    int end() {
      return end;
    }

    long number() {
      return number;
    }
  }
}
