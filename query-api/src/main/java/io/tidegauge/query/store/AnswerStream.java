package io.tidegauge.query.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The body of an answer of ClickHouse, without what it writes into one that it gives up half-way:
 * by then it has said 200, so it writes the error where the next row would be, in the midst of a
 * row even, and breaks the body off (clickhouse.com/docs/interfaces/http, "HTTP response codes
 * caveats"). The end of what has come is therefore held back until more comes, or the body is
 * whole. Blocking; not thread-safe.
 */
final class AnswerStream extends InputStream {

  /** More than an error with what is around it: ClickHouse cuts its text at 16 KiB. */
  private static final int HELD = 32 << 10;

  private static final int CAPACITY = 3 * HELD;
  private static final String MARK = "__exception__";

  private final InputStream in;
  private final byte[] buffer = new byte[CAPACITY];
  private int at;
  private int end;
  private boolean whole;

  AnswerStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * Gives what is surely of the answer.
   *
   * @throws ClickHouseHttp.RefusedException where ClickHouse gave the statement up
   * @throws IOException where the answer breaks off otherwise
   */
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!whole && end - at <= HELD) {
      fill();
    }
    int sure = whole ? end - at : end - at - HELD;
    if (sure == 0 && length > 0) {
      return -1;
    }
    int given = Math.min(sure, length);
    System.arraycopy(buffer, at, into, offset, given);
    at += given;
    return given;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    int read;
    try {
      read = in.read(buffer, end, buffer.length - end);
    } catch (IOException e) {
      throw reason(e);
    }
    if (read < 0) {
      whole = true;
    } else {
      end += read;
    }
  }

  /** What ClickHouse wrote of it; the failure itself where it wrote nothing. */
  private IOException reason(IOException broken) {
    String tail = new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
    int last = tail.lastIndexOf(MARK);
    int first = tail.lastIndexOf(MARK, last - 1);
    if (last < 0 || first < 0) {
      return broken;
    }
    String text = tail.substring(first + MARK.length(), last).strip();
    int code = text.indexOf("Code:");
    return new ClickHouseHttp.RefusedException(
        "ClickHouse gave the statement up: " + text.substring(Math.max(0, code)).strip());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
