package io.tidegauge.ingest.http.stream;

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
}
