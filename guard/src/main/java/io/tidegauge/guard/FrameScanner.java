package io.tidegauge.guard;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.nio.charset.StandardCharsets;

/**
 * Finds the frames (RFC 9113, section 4.1) in what comes on a connection, without taking anything
 * of it: the bytes go on to the codec as they are. Not thread-safe.
 */
final class FrameScanner {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int HEADER = 9;
  private static final int END_HEADERS = 4;

  private final Frames frames;
  private final byte[] header = new byte[HEADER];
  private int prefaceBytes;
  private boolean http1;
  private int headerBytes;
  private int payloadLeft;
  private boolean inHeaders;
  private boolean begun;
  private int endOfPreface = -1;

  /** Told of each frame when its header is there. */
  @FunctionalInterface
  interface Frames {
    void frame(byte type, int stream);
  }

  FrameScanner(Frames frames) {
    this.frames = frames;
  }

  /** Whether it is a connection over HTTP/2; false as long as that is not known. */
  boolean http2() {
    return !http1 && prefaceBytes == PREFACE.length;
  }

  /** Whether it is a connection over HTTP/1.1; false as long as that is not known. */
  boolean http1() {
    return http1;
  }

  /** Whether a preface, with the first settings, or a block of headers is not there to its end. */
  boolean inHead() {
    return !http1 && prefaceBytes > 0 && (inHeaders || !begun);
  }

  /** Where in the bytes last looked through the preface ended; -1 where it did not end there. */
  int endOfPreface() {
    return endOfPreface;
  }

  /** Looks through the bytes that are readable. */
  void scan(ByteBuf in) {
    endOfPreface = -1;
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end && !http1) {
      if (prefaceBytes < PREFACE.length) {
        http1 = in.getByte(at++) != PREFACE[prefaceBytes];
        prefaceBytes++;
        endOfPreface = prefaceBytes == PREFACE.length && !http1 ? at : -1;
      } else if (payloadLeft > 0) {
        int step = Math.min(payloadLeft, end - at);
        at += step;
        payloadLeft -= step;
        endOfFrame();
      } else {
        header[headerBytes++] = in.getByte(at++);
        if (headerBytes == HEADER) {
          payloadLeft = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
          headerBytes = 0;
          byte type = header[3];
          inHeaders |= type == Http2FrameTypes.HEADERS;
          frames.frame(type, stream());
          endOfFrame();
        }
      }
    }
  }

  private int stream() {
    return (header[5] & 0x7f) << 24
        | (header[6] & 0xff) << 16
        | (header[7] & 0xff) << 8
        | (header[8] & 0xff);
  }

  private void endOfFrame() {
    if (payloadLeft == 0) {
      begun = true;
      boolean block =
          header[3] == Http2FrameTypes.HEADERS || header[3] == Http2FrameTypes.CONTINUATION;
      if (block && (header[4] & END_HEADERS) != 0) {
        inHeaders = false;
      }
    }
  }
}
