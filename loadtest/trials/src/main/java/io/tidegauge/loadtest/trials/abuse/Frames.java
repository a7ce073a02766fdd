package io.tidegauge.loadtest.trials.abuse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes HTTP/2 frames (RFC 9113, section 4), also such that nobody should. Not thread-safe. */
final class Frames {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int UNKNOWN = 0x42;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int INITIAL_WINDOW_SIZE = 4;

  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] NOTHING = {};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);

  /** What was written so far; begins anew. */
  byte[] take() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  int size() {
    return out.size();
  }

  Frames raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  Frames frame(int type, int flags, int stream, byte[] payload) {
    out.write(payload.length >>> 16);
    out.write(payload.length >>> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    number(stream);
    out.writeBytes(payload);
    return this;
  }

  private void number(int value) {
    out.writeBytes(bytes(value));
  }

  Frames headers(int stream, int flags, byte[] block) {
    return frame(HEADERS, flags, stream, block);
  }

  Frames reset(int stream, int code) {
    return frame(RST_STREAM, 0, stream, bytes(code));
  }

  Frames windowUpdate(int stream, int increment) {
    return frame(WINDOW_UPDATE, 0, stream, bytes(increment));
  }

  Frames data(int stream, int flags, byte[] payload) {
    return frame(DATA, flags, stream, payload);
  }

  Frames ping() {
    return frame(PING, 0, 0, new byte[8]);
  }

  Frames noSettings() {
    return frame(SETTINGS, 0, 0, NOTHING);
  }

  Frames setting(int identifier, int value) {
    byte[] number = bytes(value);
    return frame(
        SETTINGS,
        0,
        0,
        new byte[] {0, (byte) identifier, number[0], number[1], number[2], number[3]});
  }

  private static byte[] bytes(int value) {
    return new byte[] {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
  }

  /** A header block (RFC 7541) of a request without a body of its own, nothing indexed. */
  static byte[] request(boolean post, String path) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(post ? 0x83 : 0x82);
    block.write(0x86); // :scheme http
    block.write(0x04); // :path, not indexed
    string(block, path);
    block.write(0x01); // :authority, not indexed
    string(block, "localhost");
    return block.toByteArray();
  }

  /** A field of a header block: not indexed, or put into the dynamic table. */
  static byte[] field(String name, String value, boolean indexed) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(indexed ? 0x40 : 0x00);
    string(field, name);
    string(field, value);
    return field.toByteArray();
  }

  private static void string(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int left = bytes.length - 127;
      while (left >= 128) {
        block.write(left % 128 + 128);
        left /= 128;
      }
      block.write(left);
    }
    block.writeBytes(bytes);
  }
}
