package io.tidegauge.query.store;

import java.io.IOException;
import java.io.InputStream;

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
   * @throws IOException where the answer breaks off
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
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      whole = true;
    } else {
      end += read;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
