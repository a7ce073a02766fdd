package io.tidegauge.loadtest.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A service's metrics, in Prometheus' text exposition format. Thread-safe. */
public final class MetricsEndpoint {

  private static final String PATH = "/actuator/prometheus";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private final URI address;

  /** Of a service at an address. */
  public MetricsEndpoint(URI service) {
    this(service, PATH);
  }

  /** Of another program at an address, with the path of its metrics. */
  public MetricsEndpoint(URI program, String path) {
    this.address = program.resolve(path);
  }

  /**
   * Reads all.
   *
   * @throws CallException where it does not answer, or not with metrics
   */
  public String read() throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new CallException(address + " answers with status " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new CallException(address + " does not answer: " + e, e);
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
