package io.tidegauge.ingest.otlp;

import java.util.Arrays;

/**
 * Bytes that are appended and taken back, in one growing array that is reused. What is in it is
 * named by offsets, which stay valid when it grows. Not thread-safe.
 */
final class ByteArena {

  private byte[] bytes = new byte[4096];
  private int size;

  byte[] array() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  int size() {
    return size;
  }

  /** The last byte after {@code from}; 0 where there is none. */
  byte last(int from) {
    return size > from ? bytes[size - 1] : 0;
  }

  void truncate(int newSize) {
    size = newSize;
  }

  void append(byte b) {
    ensure(1);
    bytes[size++] = b;
  }

  void append(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Appends a part of itself. */
  void appendOwn(int start, int end) {
    ensure(end - start);
    System.arraycopy(bytes, start, bytes, size, end - start);
    size += end - start;
  }

  /** Appends text of ASCII characters only. */
  void appendAscii(String text) {
    int length = text.length();
    ensure(length);
    for (int i = 0; i < length; i++) {
      bytes[size + i] = (byte) text.charAt(i);
    }
    size += length;
  }

  /** Whether what was appended after {@code from} ends with ASCII text. */
  boolean endsWith(int from, String text) {
    int start = size - text.length();
    return start >= from && matches(start, text);
  }

  /** Whether the bytes from {@code start} are ASCII text. */
  boolean matches(int start, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[start + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
