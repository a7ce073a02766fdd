package io.tidegauge.loadtest.chaos.cuts.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The head of an HTTP/1.1 answer.
 *
 * @param status the code
 * @param headers by their name in lower case
 */
record Head(int status, Map<String, String> headers) {

  private static final int LONGEST_LINE = 16 << 10;

  static Head read(InputStream in) throws IOException {
    String first = line(in);
    if (!first.startsWith("HTTP/1.1 ")) {
      throw new IOException("no HTTP: " + first);
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return new Head(Integer.parseInt(first.substring(9, 12)), headers);
  }

  /** Fails unless it is the status that was hoped for. */
  void require(int wanted) throws RefusedException {
    if (status != wanted) {
      throw new RefusedException("HTTP " + status);
    }
  }

  /** A line without its end. */
  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || bytes.size() > LONGEST_LINE) {
        throw new EOFException("the connection ended in a line");
      }
      if (next != '\r') {
        bytes.write(next);
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
