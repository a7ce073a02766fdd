package io.tidegauge.ingest.http.stream;

/** Walks over the units of a piece that are not empty. Not thread-safe. */
abstract class Units {

  private final Piece piece;
  private long number;
  private int start;
  private int end;

  Units(Piece piece) {
    this.piece = piece;
    this.number = piece.first() - 1;
  }

  /** Moves on to the next unit; false at the end of the piece. */
  abstract boolean next();

  /** The next unit, empty or not, is here. */
  final void at(int from, int to) {
    number++;
    start = from;
    end = to;
  }

  final byte[] bytes() {
    return piece.bytes();
  }

  /** Bytes of the piece. */
  final int size() {
    return piece.length();
  }

  final long number() {
    return number;
  }

  final int start() {
    return start;
  }

  final int length() {
    return end - start;
  }
}
