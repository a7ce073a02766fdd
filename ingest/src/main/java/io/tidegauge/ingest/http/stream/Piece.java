package io.tidegauge.ingest.http.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A piece of a stream: whole lines, or one that is too long.
 *
 * @param bytes may be longer than the piece
 * @param length bytes of the piece, from 0
 * @param firstLine the number of its first line, from 1
 * @param lines how many lines it has
 * @param tooLong whether it is the beginning of a line over the limit
 */
record Piece(byte[] bytes, int length, long firstLine, int lines, boolean tooLong) {

  long lastLine() {
    return firstLine + lines - 1;
  }

  /** The same in pieces of no more than so many lines. */
  List<Piece> split(int maxLines) {
    if (lines <= maxLines) {
      return List.of(this);
    }
    List<Piece> parts = new ArrayList<>();
    int start = 0;
    int count = 0;
    long first = firstLine;
    for (int i = 0; i < length; i++) {
      boolean endsLine = bytes[i] == '\n';
      count += endsLine ? 1 : 0;
      if (i == length - 1 || (endsLine && count == maxLines)) {
        int whole = endsLine ? count : count + 1;
        parts.add(
            new Piece(Arrays.copyOfRange(bytes, start, i + 1), i + 1 - start, first, whole, false));
        first += whole;
        start = i + 1;
        count = 0;
      }
    }
    return parts;
  }
}
