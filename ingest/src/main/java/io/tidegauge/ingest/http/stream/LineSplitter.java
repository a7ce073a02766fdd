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
    int known = restLength;
    append(buffer);
    if (skipping) {
      int newline = newline();
      drop(newline < 0 ? restLength : newline + 1);
      skipping = newline < 0;
    }
    // Only what is new is looked through: a long line may come in very small pieces.
    int end = lastNewline(Math.min(known, restLength)) + 1;
    if (end > 0) {
      byte[] whole = Arrays.copyOf(rest, end);
      drop(end);
      return pieces(whole);
    }
    if (restLength > maxLine) {
      skipping = true;
      Piece refused = tooLong();
      restLength = 0;
      return List.of(refused);
    }
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

  private List<Piece> pieces(byte[] bytes) {
    List<Piece> pieces = new ArrayList<>(1);
    int start = 0;
    int count = 0;
    for (int i = 0; i < bytes.length; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
      if (i == bytes.length - 1 || count == maxLines) {
        byte[] whole = start == 0 ? bytes : Arrays.copyOfRange(bytes, start, i + 1);
        pieces.add(Piece.whole(whole, i + 1 - start, lines + 1, count));
        lines += count;
        start = i + 1;
        count = 0;
      }
    }
    return pieces;
  }

  private Piece tooLong() {
    lines++;
    byte[] first = Arrays.copyOf(rest, Math.min(restLength, KEPT_OF_A_LONG_ONE));
    return Piece.refused(
        first,
        first.length,
        lines,
        new RequestRefusedException(
            RejectReason.BODY_TOO_LARGE,
            "the line is too long; send its samples in several lines"));
  }

  private void append(DataBuffer buffer) {
    try {
      int more = buffer.readableByteCount();
      if (more > rest.length - restLength) {
        rest = Arrays.copyOf(rest, Math.max(restLength + more, 2 * rest.length));
      }
      buffer.read(rest, restLength, more);
      restLength += more;
    } finally {
      DataBufferUtils.release(buffer);
    }
  }

  private void drop(int bytes) {
    restLength -= bytes;
    System.arraycopy(rest, bytes, rest, 0, restLength);
  }

  private int newline() {
    for (int i = 0; i < restLength; i++) {
      if (rest[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The last newline at a position or behind it; -1 where there is none. */
  private int lastNewline(int from) {
    for (int i = restLength - 1; i >= from; i--) {
      if (rest[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
