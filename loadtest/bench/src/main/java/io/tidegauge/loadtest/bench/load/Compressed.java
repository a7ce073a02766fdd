package io.tidegauge.loadtest.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * A request as it goes over the wire: head and body in one array, so that it is written at once.
 * Not thread-safe; reusable.
 */
final class Compressed {

  private static final int DIGITS = 10;
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final byte[] head;
  private final int room;
  private byte[] request = new byte[1 << 16];
  private int start;
  private int length;
  private int bodyLength;

  /** Of requests to a path of a server. */
  Compressed(String host, int port, String path) {
    head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: "
                + host
                + ":"
                + port
                + "\r\nUser-Agent: tidegauge-bench\r\nContent-Type: application/x-protobuf\r\n"
                + "Content-Encoding: snappy\r\nX-Prometheus-Remote-Write-Version: 0.1.0\r\n"
                + "Content-Length: ")
            .getBytes(StandardCharsets.US_ASCII);
    room = head.length + DIGITS + HEAD_END.length;
  }

  /** Compresses a body (snappy's block format) and puts the head before it. */
  void of(byte[] body) throws IOException {
    int most = room + Snappy.maxCompressedLength(body.length);
    if (request.length < most) {
      request = new byte[most];
    }
    bodyLength = Snappy.compress(body, 0, body.length, request, room);
    byte[] digits = Integer.toString(bodyLength).getBytes(StandardCharsets.US_ASCII);
    start = DIGITS - digits.length;
    int at = start;
    for (byte[] part : new byte[][] {head, digits, HEAD_END}) {
      System.arraycopy(part, 0, request, at, part.length);
      at += part.length;
    }
    length = room - start + bodyLength;
  }

  byte[] bytes() {
    return request;
  }

  /** Where the request starts in {@link #bytes}. */
  int start() {
    return start;
  }

  /** How long it is, head and body. */
  int length() {
    return length;
  }

  /** How long its body is. */
  int bodyLength() {
    return bodyLength;
  }

  /** The body alone, a copy. */
  byte[] body() {
    return Arrays.copyOfRange(request, room, room + bodyLength);
  }
}
