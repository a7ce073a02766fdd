package io.tidegauge.ingest.http.stream;

import io.tidegauge.ingest.admission.RequestRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a stream: whole units (lines or frames), or what is refused instead of them.
 *
 * @param bytes may be longer than the piece
 * @param length bytes of the piece, from 0
 * @param first the number of its first unit, from 1
 * @param count how many units it has
 * @param refusal why it cannot be read; null where it can
 * @param broken whether nothing after it can be read either
 */
record Piece(
    byte[] bytes,
    int length,
    long first,
    int count,
    @Nullable RequestRefusedException refusal,
    boolean broken) {

  static Piece whole(byte[] bytes, int length, long first, int count) {
    return new Piece(bytes, length, first, count, null, false);
  }

  /** A unit that is refused, of which there are the first bytes; the stream goes on after it. */
  static Piece refused(byte[] bytes, int length, long number, RequestRefusedException refusal) {
    return new Piece(bytes, length, number, 1, refusal, false);
  }

  /** What is left where the stream cannot be read on. */
  static Piece broken(byte[] bytes, int length, long number, RequestRefusedException refusal) {
    return new Piece(bytes, length, number, 0, refusal, true);
  }

  /** The number of its last unit. */
  long last() {
    return first + count - 1;
  }
}
