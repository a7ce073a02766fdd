package io.tidegauge.standalone.agent;

import io.tidegauge.contract.series.MetricKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@link SentMetrics} takes of a service's own metrics, from its {@code /actuator/prometheus}.
 */
final class ServiceMetrics implements MetricSource {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HttpClient client;
  private final URI page;
  private final String service;

  /**
   * A source.
   *
   * @param service value of the label {@code service}
   * @param port where the service answers
   */
  ServiceMetrics(HttpClient client, String service, int port) {
    this.client = client;
    this.service = service;
    this.page = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
  }

  @Override
  public void read(Readings readings) throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(page)
              .timeout(PATIENCE)
              .header("Accept", "text/plain;version=0.0.4")
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(page + " answered " + answer.statusCode());
      }
      PrometheusText.parse(
          answer.body(),
          (metric, kind, labels, value) -> add(readings, metric, kind, labels, value));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading " + page, e);
    }
  }

  private void add(
      Readings readings, String metric, MetricKind kind, Map<String, String> labels, double value) {
    if (SentMetrics.sends(metric, labels)) {
      Map<String, String> all = new HashMap<>(labels);
      all.put("service", service);
      readings.add(metric, kind, all, value);
    }
  }
}
