package io.tidegauge.ingest.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * gzip (RFC 1952) with any number of members, checked to their last byte. The JDK's own stream
 * calls itself for each member that follows an empty one, so that some kilobytes of empty members
 * overflow the stack. Not thread-safe.
 */
public final class GunzipInputStream extends InputStream {

  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[8192];
  private final byte[] single = new byte[1];
  private int position;
  private int limit;
  private boolean any;
  private boolean inMember;

  /** Reads from a stream; closing this closes it. */
  public GunzipInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  /**
   * Reads decompressed bytes.
   *
   * @throws ZipException where it is not gzip
   * @throws EOFException where it ends too soon
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || beginMember()) {
      int read = inflate(target, offset, length);
      if (read > 0) {
        checksum.update(target, offset, read);
        return read;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("a preset dictionary is not part of gzip");
      } else if (inflater.needsInput()) {
        refill();
        inflater.setInput(buffer, 0, limit);
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private int inflate(byte[] target, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      ZipException broken = new ZipException("the compressed data is broken");
      broken.initCause(e);
      throw broken;
    }
  }

  /** Section 2.3: the member's header; false where the stream ends instead. */
  private boolean beginMember() throws IOException {
    if (position == limit && !fill()) {
      if (any) {
        return false;
      }
      throw new EOFException("no gzip member");
    }
    if (next() != MAGIC_1 || next() != MAGIC_2 || next() != DEFLATE) {
      throw new ZipException("not in gzip format");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("reserved flags are set");
    }
    skip(6); // time, extra flags, operating system
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    any = true;
    inMember = true;
    inflater.reset();
    checksum.reset();
    inflater.setInput(buffer, position, limit - position);
    return true;
  }

  /** Section 2.3.1: checksum and size at the member's end. */
  private void endMember() throws IOException {
    position = limit - inflater.getRemaining();
    long expected = checksum.getValue();
    long size = inflater.getBytesWritten() & 0xffffffffL;
    if (next32() != expected || next32() != size) {
      throw new ZipException("the checksum does not match");
    }
    inMember = false;
  }

  private long next32() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private int next() throws IOException {
    if (position == limit) {
      refill();
    }
    return buffer[position++] & 0xff;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    int read;
    do {
      read = next();
    } while (read != 0);
  }

  private void refill() throws IOException {
    if (!fill()) {
      throw new EOFException("a gzip member is cut off");
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }
}
