package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/** Cuts a body into lines. A line over the limit is passed over without being held. */
final class LineSplitter implements Splitter {

  private static final int KEPT_OF_A_LONG_ONE = 256;

  private final int maxLine;
  private final int maxLines;
  private byte[] rest = new byte[1024];
  private int restLength;
  private boolean skipping;
  private long lines;

  /**
   * A splitter.
   *
   * @param maxLine bytes of a line
   * @param maxLines lines of a piece
   */
  LineSplitter(int maxLine, int maxLines) {
    this.maxLine = maxLine;
    this.maxLines = maxLines;
  }

  @Override
  public int capacity() {
    return rest.length;
  }

  @Override
  public List<Piece> add(DataBuffer buffer) {
    byte[] bytes;
    try {
      int size = buffer.readableByteCount();
      bytes = new byte[restLength + size];
      System.arraycopy(rest, 0, bytes, 0, restLength);
      buffer.read(bytes, restLength, size);
    } finally {
      DataBufferUtils.release(buffer);
    }
    int from = skipping ? afterNewline(bytes) : 0;
    restLength = 0;
    if (from < 0) {
      return List.of();
    }
    skipping = false;
    int end = lastNewline(bytes) + 1;
    if (end > from) {
      keep(bytes, end, bytes.length);
      return pieces(bytes, from, end);
    }
    if (bytes.length - from > maxLine) {
      skipping = true;
      return List.of(tooLong(bytes));
    }
    keep(bytes, from, bytes.length);
    return List.of();
  }

  /** The last line, where it does not end in a newline. */
  @Override
  public List<Piece> end() {
    if (restLength == 0) {
      return List.of();
    }
    lines++;
    Piece piece = Piece.whole(rest, restLength, lines, 1);
    restLength = 0;
    return List.of(piece);
  }

  private List<Piece> pieces(byte[] bytes, int from, int to) {
    List<Piece> pieces = new ArrayList<>(1);
    int start = from;
    int count = 0;
    for (int i = from; i < to; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
      if (i == to - 1 || count == maxLines) {
        byte[] whole = start == 0 ? bytes : Arrays.copyOfRange(bytes, start, i + 1);
        pieces.add(Piece.whole(whole, i + 1 - start, lines + 1, count));
        lines += count;
        start = i + 1;
        count = 0;
      }
    }
    return pieces;
  }

  private Piece tooLong(byte[] bytes) {
    lines++;
    return Piece.refused(
        bytes,
        Math.min(bytes.length, KEPT_OF_A_LONG_ONE),
        lines,
        new RequestRefusedException(
            RejectReason.BODY_TOO_LARGE,
            "the line is too long; send its samples in several lines"));
  }

  private void keep(byte[] bytes, int from, int to) {
    restLength = to - from;
    if (restLength > rest.length) {
      rest = new byte[Math.max(restLength, 2 * rest.length)];
    }
    System.arraycopy(bytes, from, rest, 0, restLength);
  }

  private static int afterNewline(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int lastNewline(byte[] bytes) {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != '\n') {
      i--;
    }
    return i;
  }
}
