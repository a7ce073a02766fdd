package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Rewrites a request of OTLP/JSON as protobuf, token by token. OTLP specification, section JSON
 * Protobuf Encoding: keys in lowerCamelCase, unknown keys ignored, enums as numbers only, 64-bit
 * integers as numbers or strings, doubles as numbers or strings ({@code "NaN"}); protobuf's JSON
 * mapping for the rest: null is absent, bytes are base64. What is not that ends in {@link
 * MalformedRecordException}, with where it is. Thread-safe.
 */
final class JsonTranscoder {

  /** Attributes are limited to a depth of 100, each of which takes up to four levels in JSON. */
  private static final int MAX_DEPTH = 500;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private JsonTranscoder() {}

  /** The protobuf form of a request in JSON, written to {@code out}. */
  static void transcode(byte[] body, int offset, int length, ProtoWriter out) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body, offset, length)) {
      try {
        if (in.nextToken() != JsonToken.START_OBJECT) {
          throw wrong(in, "the body must be a JSON object with resourceMetrics");
        }
        object(in, JsonShape.REQUEST, out);
        if (in.nextToken() != null) {
          throw wrong(in, "something follows the request's object");
        }
      } catch (JacksonException e) {
        throw wrong(in, e.getOriginalMessage());
      }
    } catch (JacksonException e) {
      // Before there is a parser: the first bytes are those of no encoding.
      throw new MalformedRecordException(
          "the body is not JSON in UTF-8: " + e.getOriginalMessage());
    }
  }

  /** The fields of an object; the parser stands at its start and is left at its end. */
  private static void object(JsonParser in, JsonShape shape, ProtoWriter out) {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String key = in.currentName();
      JsonShape.Field field = shape.field(key);
      JsonToken token = in.nextToken();
      if (field == null) {
        in.skipChildren();
      } else if (token == JsonToken.START_ARRAY && field.repeated()) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          value(in, key, field, out);
        }
      } else if (token != JsonToken.VALUE_NULL) {
        if (field.repeated()) {
          throw wrong(in, "'" + key + "' must be an array");
        }
        value(in, key, field, out);
      }
    }
  }

  private static void value(JsonParser in, String key, JsonShape.Field field, ProtoWriter out) {
    JsonShape message = field.message();
    if (message != null) {
      expect(in, JsonToken.START_OBJECT, key, "an object");
      int start = out.beginMessage(field.number());
      object(in, message, out);
      out.endMessage(start);
      return;
    }
    scalar(in, key, field, out);
  }

  private static void scalar(JsonParser in, String key, JsonShape.Field field, ProtoWriter out) {
    int number = field.number();
    switch (field.type()) {
      case STRING -> {
        expect(in, JsonToken.VALUE_STRING, key, "a string");
        out.stringField(number, in.getString());
      }
      case BYTES -> {
        expect(in, JsonToken.VALUE_STRING, key, "a string");
        out.bytesField(number, base64(in, key));
      }
      case BOOL -> {
        boolean yes = in.currentToken() == JsonToken.VALUE_TRUE;
        if (!yes) {
          expect(in, JsonToken.VALUE_FALSE, key, "true or false");
        }
        out.varintField(number, yes ? 1 : 0);
      }
      case DOUBLE -> out.doubleField(number, decimal(in, key));
      case FIXED64 -> out.fixed64Field(number, integer(in, key, true));
      case SFIXED64 -> out.fixed64Field(number, integer(in, key, false));
      case INT64 -> out.varintField(number, integer(in, key, false));
      case UINT64 -> out.varintField(number, integer(in, key, true));
      case UINT32 -> out.varintField(number, small(in, key, 0, 0xFFFFFFFFL));
      case SINT32 -> out.zigZagField(number, small(in, key, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case ENUM -> {
        expect(in, JsonToken.VALUE_NUMBER_INT, key, "a number (names of enums are not used)");
        out.varintField(number, small(in, key, 0, Integer.MAX_VALUE));
      }
      case MESSAGE -> throw new IllegalStateException("a message is no scalar");
    }
  }

  private static double decimal(JsonParser in, String key) {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return in.getDoubleValue();
    }
    expect(in, JsonToken.VALUE_STRING, key, "a number");
    String text = in.getString();
    switch (text) {
      case "NaN":
        return Double.NaN;
      case "Infinity":
        return Double.POSITIVE_INFINITY;
      case "-Infinity":
        return Double.NEGATIVE_INFINITY;
      default:
        try {
          return Double.parseDouble(text);
        } catch (NumberFormatException e) {
          throw wrong(in, "'" + key + "' must be a number");
        }
    }
  }

  private static long small(JsonParser in, String key, long least, long most) {
    long value = integer(in, key, false);
    if (value < least || value > most) {
      throw wrong(in, "'" + key + "' must be a whole number from " + least + " to " + most);
    }
    return value;
  }

  private static long integer(JsonParser in, String key, boolean unsigned) {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = in.getDoubleValue();
      boolean whole = value == Math.rint(value) && Math.abs(value) < 0x1p63;
      if (whole && (!unsigned || value >= 0)) {
        return (long) value;
      }
    } else {
      if (token != JsonToken.VALUE_NUMBER_INT) {
        expect(in, JsonToken.VALUE_STRING, key, "a whole number, as a number or a string");
      }
      try {
        String text = in.getString();
        return unsigned ? Long.parseUnsignedLong(text) : Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw wrong(in, integerMessage(key, unsigned));
      }
    }
    throw wrong(in, integerMessage(key, unsigned));
  }

  private static String integerMessage(String key, boolean unsigned) {
    return "'" + key + "' must be a whole number of 64 bits" + (unsigned ? ", 0 or above" : "");
  }

  private static byte[] base64(JsonParser in, String key) {
    try {
      String text = in.getString().replace('-', '+').replace('_', '/');
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw wrong(in, "'" + key + "' must be base64");
    }
  }

  private static void expect(JsonParser in, JsonToken token, String key, String what) {
    if (in.currentToken() != token) {
      throw wrong(in, "'" + key + "' must be " + what);
    }
  }

  private static MalformedRecordException wrong(JsonParser in, @Nullable String what) {
    TokenStreamLocation at = in.currentLocation();
    return new MalformedRecordException(
        "JSON at line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + what);
  }
}
