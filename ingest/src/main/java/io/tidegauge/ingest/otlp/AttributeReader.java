package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import java.util.Base64;

/**
 * Reads {@code KeyValue} messages (opentelemetry.proto.common.v1) into labels. Values become text
 * as the OpenTelemetry specification says in "AnyValue representation for non-OTLP protocols":
 * strings as they are, everything else as JSON. Not thread-safe.
 */
final class AttributeReader {

  /** Arrays and maps may be this deep; the same limit as protobuf's own parsers have. */
  private static final int MAX_DEPTH = 100;

  private final ProtoReader reader = new ProtoReader();
  private final ProtoReader value = new ProtoReader();

  private int keyStart;
  private int keyLength;
  private int valueStart;
  private int valueLength;

  /** Finds key and value of a {@code KeyValue}; the value comes next. */
  void read(byte[] buffer, int offset, int length) {
    readPair(buffer, offset, length);
  }

  /** Whether the key is the given ASCII text. */
  boolean keyIs(byte[] buffer, String key) {
    if (keyLength != key.length()) {
      return false;
    }
    for (int i = 0; i < keyLength; i++) {
      if (buffer[keyStart + i] != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  int keyStart() {
    return keyStart;
  }

  int keyLength() {
    return keyLength;
  }

  /** Appends the text of the value; an empty one has none. */
  void writeValue(byte[] buffer, ByteArena out) {
    writeText(buffer, valueStart, valueLength, out);
  }

  private void readPair(byte[] buffer, int offset, int length) {
    keyStart = offset;
    keyLength = 0;
    valueStart = offset;
    valueLength = 0;
    reader.reset(buffer, offset, length);
    while (reader.nextField()) {
      switch (reader.fieldNumber()) {
        case 1 -> {
          reader.expect(ProtoReader.LENGTH_DELIMITED);
          keyLength = reader.readLength();
          keyStart = reader.position();
          reader.position(keyStart + keyLength);
        }
        case 2 -> {
          reader.expect(ProtoReader.LENGTH_DELIMITED);
          valueLength = reader.readLength();
          valueStart = reader.position();
          reader.position(valueStart + valueLength);
        }
        default -> reader.skip();
      }
    }
  }

  private void writeText(byte[] buffer, int offset, int length, ByteArena out) {
    int start = out.size();
    value.reset(buffer, offset, length);
    while (value.nextField()) {
      if (value.fieldNumber() > 7) {
        value.skip();
        continue;
      }
      out.truncate(start); // a oneof: the last one counts
      if (value.fieldNumber() == 1) {
        value.expect(ProtoReader.LENGTH_DELIMITED);
        int size = value.readLength();
        out.append(buffer, value.position(), size);
        value.position(value.position() + size);
      } else {
        writeOther(value, out, false, 1);
      }
    }
  }

  /** Writes what is not a string, as JSON; {@code nested} puts quotes around what JSON lacks. */
  private static void writeOther(ProtoReader in, ByteArena out, boolean nested, int depth) {
    switch (in.fieldNumber()) {
      case 2 -> {
        in.expect(ProtoReader.VARINT);
        out.appendAscii(in.readVarint() != 0 ? "true" : "false");
      }
      case 3 -> {
        in.expect(ProtoReader.VARINT);
        out.appendAscii(Long.toString(in.readVarint()));
      }
      case 4 -> {
        in.expect(ProtoReader.FIXED64);
        double number = in.readDouble();
        boolean quoted = nested && !Double.isFinite(number);
        out.appendAscii(quoted ? '"' + NumberText.of(number) + '"' : NumberText.of(number));
      }
      case 5, 6 -> {
        in.expect(ProtoReader.LENGTH_DELIMITED);
        boolean map = in.fieldNumber() == 6;
        int length = in.readLength();
        int start = in.position();
        in.position(start + length);
        writeMembers(in.buffer(), start, length, map, out, depth);
      }
      default -> {
        in.expect(ProtoReader.LENGTH_DELIMITED);
        String base64 = Base64.getEncoder().encodeToString(in.readBytes());
        out.appendAscii(nested ? '"' + base64 + '"' : base64);
      }
    }
  }

  /** An {@code ArrayValue} or a {@code KeyValueList}. Rare: allocates a reader for each level. */
  private static void writeMembers(
      byte[] buffer, int offset, int length, boolean map, ByteArena out, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedRecordException(
          "an attribute is nested deeper than " + MAX_DEPTH + " levels");
    }
    ProtoReader in = new ProtoReader().reset(buffer, offset, length);
    out.append((byte) (map ? '{' : '['));
    boolean first = true;
    while (in.nextField()) {
      if (in.fieldNumber() != 1) {
        in.skip();
        continue;
      }
      in.expect(ProtoReader.LENGTH_DELIMITED);
      int size = in.readLength();
      int start = in.position();
      in.position(start + size);
      if (!first) {
        out.append((byte) ',');
      }
      first = false;
      if (map) {
        writePair(buffer, start, size, out, depth);
      } else {
        writeJson(buffer, start, size, out, depth);
      }
    }
    out.append((byte) (map ? '}' : ']'));
  }

  private static void writePair(byte[] buffer, int offset, int length, ByteArena out, int depth) {
    AttributeReader pair = new AttributeReader();
    pair.readPair(buffer, offset, length);
    JsonText.quote(buffer, pair.keyStart, pair.keyLength, out);
    out.append((byte) ':');
    writeJson(buffer, pair.valueStart, pair.valueLength, out, depth);
  }

  private static void writeJson(byte[] buffer, int offset, int length, ByteArena out, int depth) {
    int begin = out.size();
    out.appendAscii("null");
    ProtoReader in = new ProtoReader().reset(buffer, offset, length);
    while (in.nextField()) {
      if (in.fieldNumber() > 7) {
        in.skip();
        continue;
      }
      out.truncate(begin);
      if (in.fieldNumber() == 1) {
        in.expect(ProtoReader.LENGTH_DELIMITED);
        int size = in.readLength();
        JsonText.quote(buffer, in.position(), size, out);
        in.position(in.position() + size);
      } else {
        writeOther(in, out, true, depth + 1);
      }
    }
  }
}
