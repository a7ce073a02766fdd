package io.tidegauge.loadtest.bench.query;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Asks one system over HTTP/1.1, on connections that are kept. Thread-safe. */
final class Asker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int OK = 200;
  private static final int SHOWN = 300;

  private final InetSocketAddress address;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  Asker(InetSocketAddress address) {
    this.address = address;
  }

  /**
   * The whole answer.
   *
   * @throws EngineException where it is none with 200, or does not come
   */
  byte[] ask(String path) throws InterruptedException {
    URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    try {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != OK) {
        byte[] shown = Arrays.copyOf(answer.body(), Math.min(SHOWN, answer.body().length));
        throw new EngineException(
            uri
                + " answers "
                + answer.statusCode()
                + " "
                + new String(shown, StandardCharsets.UTF_8).strip());
      }
      return answer.body();
    } catch (IOException e) {
      throw new EngineException(uri + " does not answer", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
