package io.tidegauge.loadtest.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection over HTTP/1.1 that is kept: plain, blocking, one request at a time, so that the load
 * costs little. Not thread-safe.
 */
final class WriteConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int MOST_HEAD = 16 * 1024;
  private static final int SHOWN = 300;
  private static final String HEAD_END = "\r\n\r\n";

  private final Socket socket = new Socket();
  private final byte[] buffer = new byte[MOST_HEAD];
  private InputStream in = InputStream.nullInputStream();
  private String failure = "";

  WriteConnection(InetSocketAddress address) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(address, TIMEOUT_MILLIS);
    in = socket.getInputStream();
  }

  /** Sends a request; gives the answer's status once all of the answer has come. */
  int send(Compressed request) throws IOException {
    socket.getOutputStream().write(request.bytes(), request.start(), request.length());
    int have = 0;
    while (true) {
      int read = in.read(buffer, have, buffer.length - have);
      if (read < 0) {
        throw new IOException("the connection was closed before the answer");
      }
      have += read;
      String text = new String(buffer, 0, have, StandardCharsets.ISO_8859_1);
      int end = text.indexOf(HEAD_END);
      if (end >= 0) {
        return answer(text, end + HEAD_END.length());
      }
      if (have == buffer.length) {
        throw new IOException("the answer's head is longer than " + MOST_HEAD + " bytes");
      }
    }
  }

  /** What the last answer said, where it was no 2xx. */
  String failure() {
    return failure;
  }

  private int answer(String text, int bodyStart) throws IOException {
    String head = text.substring(0, bodyStart).toLowerCase(Locale.ROOT);
    int status = Integer.parseInt(head.substring(9, 12));
    String body = text.substring(bodyStart);
    if (head.contains("\r\ntransfer-encoding: chunked")) {
      while (!body.endsWith("0\r\n\r\n")) {
        body += more();
      }
    } else {
      int length = contentLength(head);
      while (body.length() < length) {
        body += more();
      }
    }
    boolean taken = status / 100 == 2;
    failure = taken ? "" : status + " " + body.substring(0, Math.min(SHOWN, body.length()));
    return status;
  }

  private String more() throws IOException {
    int read = in.read(buffer);
    if (read < 0) {
      throw new IOException("the connection was closed within the answer");
    }
    return new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
  }

  private static int contentLength(String head) {
    String name = "\r\ncontent-length:";
    int at = head.indexOf(name);
    if (at < 0) {
      return 0;
    }
    int from = at + name.length();
    return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
