package io.tidegauge.loadtest.chaos.cuts.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in chunks (RFC 9112, section 7.1). */
final class Chunks {

  private static final int HEX = 16;
  private static final int LARGEST = 8 << 10;

  private final InputStream in;
  private long left;

  Chunks(InputStream in) {
    this.in = in;
  }

  /** Some bytes of the body, as soon as there are any. */
  byte[] next() throws IOException {
    if (left == 0) {
      String size = Head.line(in);
      left = Long.parseLong(size.split(";", 2)[0].strip(), HEX);
      if (left == 0) {
        throw new EOFException("the node has ended the feed");
      }
    }
    byte[] some = new byte[(int) Math.min(left, LARGEST)];
    int read = in.read(some);
    if (read < 0) {
      throw new EOFException("the connection ended in a chunk");
    }
    left -= read;
    if (left == 0) {
      Head.line(in);
    }
    return read == some.length ? some : java.util.Arrays.copyOf(some, read);
  }
}
