package io.tidegauge.query.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that no client would write. */
public final class RawRequest {

  private RawRequest() {}

  /**
   * The answer as it came, to a request of these lines.
   *
   * @param requestLine such as {@code GET / HTTP/1.1}
   */
  public static String send(int port, String requestLine, String... headers) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      String request =
          requestLine
              + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
              + String.join("", java.util.List.of(headers).stream().map(h -> h + "\r\n").toList())
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
