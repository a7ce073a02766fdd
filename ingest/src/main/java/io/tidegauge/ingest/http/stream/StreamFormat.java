package io.tidegauge.ingest.http.stream;

import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestSamples;

/**
 * What a stream is made of: lines or frames, "units" for short. They are numbered from 1, and each
 * is a batch of its producer, where there is one. One per stream; not thread-safe.
 */
interface StreamFormat {

  /** The word in counters and in the rejects topic. */
  Protocol protocol();

  /** What acknowledgements call a unit. */
  String unit();

  /**
   * Cuts the body.
   *
   * @param maxBytes of a unit
   * @param maxUnits of a piece
   */
  Splitter splitter(int maxBytes, int maxUnits);

  /** The units of a piece. */
  Units units(Piece piece);

  /**
   * The sequence number that a unit gives itself; {@code otherwise} where it gives none.
   *
   * @throws io.tidegauge.contract.wire.MalformedRecordException where it gives one that is none
   */
  long sequence(Units at, long otherwise);

  /**
   * Hands over the samples of a unit.
   *
   * @throws io.tidegauge.contract.wire.MalformedRecordException where it cannot be read on; what
   *     was handed over before stays
   */
  void read(Units at, RequestSamples target);
}
