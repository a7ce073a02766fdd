package io.tidegauge.ingest.otlp;

/** JSON strings (RFC 8259 section 7) of UTF-8 bytes. */
final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** Appends a string with its quotes; what needs no escape stays as it is. */
  static void quote(byte[] bytes, int offset, int length, ByteArena out) {
    out.append((byte) '"');
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      switch (b) {
        case '"' -> out.appendAscii("\\\"");
        case '\\' -> out.appendAscii("\\\\");
        case '\n' -> out.appendAscii("\\n");
        case '\r' -> out.appendAscii("\\r");
        case '\t' -> out.appendAscii("\\t");
        default -> {
          if (b >= 0 && b < 0x20) {
            out.appendAscii("\\u00" + HEX.charAt(b >> 4) + HEX.charAt(b & 15));
          } else {
            out.append(b);
          }
        }
      }
    }
    out.append((byte) '"');
  }
}
