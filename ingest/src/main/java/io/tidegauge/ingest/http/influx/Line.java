package io.tidegauge.ingest.http.influx;

import io.tidegauge.contract.wire.MalformedRecordException;
import java.util.Arrays;

/**
 * The tokens of line protocol: finds where elements end and undoes their escapes. A line is {@code
 * measurement[,tag=value…] field=value[,field=value…] [timestamp]} ("Elements of line protocol");
 * in names, tag values and field keys a backslash escapes comma, equals sign and space ("Special
 * characters"); elsewhere it stands for itself, before another backslash too, as InfluxDB itself
 * reads it. Not thread-safe; reusable.
 */
final class Line {

  private static final byte DELETE = 0x7f;

  /** Bytes that a string may have after its first newline. */
  private static final int MAX_STRING_LINES = 64 * 1024;

  private byte[] bytes = new byte[0];
  private int position;
  private int limit;
  private byte[] text = new byte[256];
  private int length;

  /** Starts over on a part of a body. */
  void reset(byte[] source, int from, int to) {
    bytes = source;
    position = from;
    limit = to;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position >= limit;
  }

  /** The next byte, -1 at the end. */
  int peek() {
    return position < limit ? bytes[position] : -1;
  }

  void skip() {
    position++;
  }

  void skipSpaces() {
    while (peek() == ' ') {
      position++;
    }
  }

  /** What was read last, unescaped. */
  byte[] text() {
    return text;
  }

  int length() {
    return length;
  }

  /**
   * Reads a measurement or a key, in which control characters are a sign of something else than
   * line protocol.
   */
  void readName(boolean endsAtEquals) {
    readText(endsAtEquals);
    for (int i = 0; i < length; i++) {
      if ((text[i] >= 0 && text[i] < ' ') || text[i] == DELETE) {
        throw new MalformedRecordException(
            "a name has the control character " + text[i] + "; leave it out");
      }
    }
  }

  /** Reads up to an unescaped comma, space or (where it ends the element) equals sign. */
  void readText(boolean endsAtEquals) {
    length = 0;
    while (position < limit) {
      byte b = bytes[position];
      if (b == ',' || b == ' ' || (endsAtEquals && b == '=')) {
        return;
      }
      if (b == '\\' && position + 1 < limit && isSpecial(bytes[position + 1])) {
        position++;
        b = bytes[position];
      }
      append(b);
      position++;
    }
  }

  /** Skips a string field's value; the position is at its opening quote. */
  void skipString() {
    int start = position;
    position++;
    while (position < limit) {
      byte b = bytes[position++];
      if (b == '\\' && position < limit) {
        position++;
      } else if (b == '"') {
        return;
      }
    }
    throw new MalformedRecordException("the string that starts at byte " + start + " does not end");
  }

  /** Skips up to the next comma or space; gives where it started. */
  int skipValue() {
    int start = position;
    while (position < limit && bytes[position] != ',' && bytes[position] != ' ') {
      position++;
    }
    return start;
  }

  /**
   * Where the line that starts at {@code from} ends: a newline that is not in a string field's
   * value. A string that does not end soon is taken for a broken one, and the line for ended at its
   * first newline, so that the lines after it are kept.
   */
  static int endOf(byte[] bytes, int from, int to) {
    boolean comment = from < to && bytes[from] == '#';
    boolean fields = false;
    boolean quoted = false;
    int newline = -1;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        if (!quoted || (newline >= 0 && i - newline > MAX_STRING_LINES)) {
          return quoted ? newline : i;
        }
        newline = newline < 0 ? i : newline;
      }
      if (comment) {
        continue;
      }
      if (b == '\\') {
        i++;
      } else if (b == ' ') {
        fields = true;
      } else if (b == '"' && fields && (quoted || (i > from && bytes[i - 1] == '='))) {
        quoted = !quoted;
      }
    }
    return quoted && newline >= 0 ? newline : to;
  }

  private static boolean isSpecial(byte b) {
    return b == ',' || b == '=' || b == ' ';
  }

  private void append(byte b) {
    if (length == text.length) {
      text = Arrays.copyOf(text, length * 2);
    }
    text[length++] = b;
  }
}
