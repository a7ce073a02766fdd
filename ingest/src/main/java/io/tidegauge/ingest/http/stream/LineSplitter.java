package io.tidegauge.ingest.http.stream;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Cuts a body into pieces of whole lines as it comes in. Holds one line at the most beside what it
 * gives. Not thread-safe.
 */
final class LineSplitter {

  private final int maxLine;
  private byte[] rest = new byte[1024];
  private int restLength;
  private boolean skipping;
  private long lines;

  LineSplitter(int maxLine) {
    this.maxLine = maxLine;
  }

  /** Bytes that it holds for the line that is not complete. */
  int capacity() {
    return rest.length;
  }

  /** Takes a buffer (and releases it); null where it ends no line. */
  @Nullable Piece add(DataBuffer buffer) {
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
      return null;
    }
    skipping = false;
    int end = lastNewline(bytes) + 1;
    if (end > from) {
      keep(bytes, end, bytes.length);
      byte[] whole = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, end);
      return piece(whole, end - from, count(bytes, from, end), false);
    }
    if (bytes.length - from > maxLine) {
      skipping = true;
      return piece(bytes, Math.min(bytes.length, 256), 1, true);
    }
    keep(bytes, from, bytes.length);
    return null;
  }

  /** The last line, where it does not end in a newline; null if there is none. */
  @Nullable Piece last() {
    if (restLength == 0) {
      return null;
    }
    Piece piece = piece(rest, restLength, 1, false);
    restLength = 0;
    return piece;
  }

  private Piece piece(byte[] bytes, int length, int count, boolean tooLong) {
    long first = lines + 1;
    lines += count;
    return new Piece(bytes, length, first, count, tooLong);
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

  private static int count(byte[] bytes, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        count++;
      }
    }
    return count;
  }
}
