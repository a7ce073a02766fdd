package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.stream.Ack.UnitRange;
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
  private final StreamFormat format;

  PieceIngest(
      Admission admission,
      RequestContext context,
      @Nullable StreamProducer producer,
      StreamFormat format) {
    this.admission = admission;
    this.context = context;
    this.producer = producer;
    this.format = format;
  }

  /** Whether each unit is a batch with an identity. */
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
    RequestRefusedException refusal = piece.refusal();
    if (refusal != null) {
      return piece.broken() ? broken(piece, refusal) : refused(piece, refusal);
    }
    return producer == null ? together(piece) : oneByOne(piece, producer);
  }

  private Mono<Ack> refused(Piece piece, RequestRefusedException refusal) {
    RequestSamples samples = admission.beginAdmitted(context);
    samples.refuse(refusal.reason(), refusal.getMessage(), piece.bytes(), 0, piece.length());
    return samples.finish().map(outcome -> Ack.of(piece.last(), outcome, oneOf(piece.first())));
  }

  /** What came before is acknowledged first, so the end comes in its place, not as a failure. */
  private Mono<Ack> broken(Piece piece, RequestRefusedException refusal) {
    return admission
        .<Ack>refuse(context, refusal, piece.bytes(), piece.length())
        .onErrorResume(RequestRefusedException.class, told -> Mono.just(Ack.ofEnd(told)));
  }

  private Mono<Ack> together(Piece piece) {
    RequestSamples samples = admission.beginAdmitted(context);
    List<UnitRange> ranges = new ArrayList<>();
    Units units = format.units(piece);
    while (units.next() && !samples.failed()) {
      read(units, samples, ranges);
    }
    return samples.finish().map(outcome -> Ack.of(piece.last(), outcome, ranges));
  }

  /** Each unit is a batch with an identity of its own. */
  private Mono<Ack> oneByOne(Piece piece, StreamProducer sender) {
    List<Mono<Ack>> acks = new ArrayList<>();
    Units units = format.units(piece);
    while (units.next()) {
      acks.add(batch(units, sender));
    }
    Ack nothing = new Ack(piece.last(), 0, 0, List.of());
    return Flux.concat(acks)
        .reduce(Ack::plus)
        .map(ack -> new Ack(piece.last(), ack.accepted(), ack.rejected(), ack.refusals()))
        .defaultIfEmpty(nothing);
  }

  private Mono<Ack> batch(Units units, StreamProducer sender) {
    long number = units.number();
    ProducerBatch batch;
    try {
      long next = sender.firstSequence() + number - 1;
      batch = sender.batch(format.sequence(units, next));
    } catch (MalformedRecordException e) {
      RequestSamples none = admission.beginAdmitted(context);
      none.refuse(
          RejectReason.MALFORMED,
          String.valueOf(e.getMessage()),
          units.bytes(),
          units.start(),
          units.length());
      return none.finish().map(outcome -> Ack.of(number, outcome, oneOf(number)));
    }
    RequestSamples samples = admission.beginAdmitted(context.withBatch(batch));
    List<UnitRange> ranges = new ArrayList<>();
    read(units, samples, ranges);
    return samples
        .finish()
        .map(outcome -> Ack.of(number, outcome, ranges))
        // The batch is refused, and recorded as such: the stream goes on.
        .onErrorResume(
            RequestRefusedException.class,
            refused ->
                refused.reason().retryable()
                    ? Mono.error(refused)
                    : Mono.just(Ack.ofRefused(number, samples.rejected(), refused)));
  }

  private static List<UnitRange> oneOf(long unit) {
    return List.of(new UnitRange(unit, 0, 1));
  }

  private void read(Units units, RequestSamples samples, List<UnitRange> ranges) {
    int before = (int) Math.min(samples.rejected(), Integer.MAX_VALUE);
    try {
      format.read(units, samples);
    } catch (MalformedRecordException e) {
      samples.refuse(
          RejectReason.MALFORMED,
          String.valueOf(e.getMessage()),
          units.bytes(),
          units.start(),
          units.length());
    }
    int after = (int) Math.min(samples.rejected(), Integer.MAX_VALUE);
    if (after > before) {
      ranges.add(new UnitRange(units.number(), before, after));
    }
  }
}
