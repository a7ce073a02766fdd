package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.stream.Ack.LineRange;
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
    List<LineRange> ranges = List.of(new LineRange(piece.firstLine(), 0, 1));
    return samples.finish().map(outcome -> Ack.of(piece.lastLine(), outcome, ranges));
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
      long number = lines.number();
      long sequence =
          JsonLine.sequence(
              piece.bytes(),
              lines.start(),
              lines.end() - lines.start(),
              sender.firstSequence() + number - 1);
      RequestSamples samples = admission.beginAdmitted(context.withBatch(sender.batch(sequence)));
      List<LineRange> ranges = new ArrayList<>();
      readLine(lines, samples, ranges);
      acks.add(samples.finish().map(outcome -> Ack.of(number, outcome, ranges)));
    }
    Ack nothing = new Ack(piece.lastLine(), 0, 0, List.of());
    return Flux.concat(acks)
        .reduce(Ack::plus)
        .map(ack -> new Ack(piece.lastLine(), ack.accepted(), ack.rejected(), ack.refusals()))
        .defaultIfEmpty(nothing);
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
