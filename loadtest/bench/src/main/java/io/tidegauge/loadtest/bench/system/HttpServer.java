package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.loadtest.http.Exposition;
import io.tidegauge.loadtest.http.MetricsEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * A process that answers over HTTP on the loopback interface.
 *
 * @param process it
 * @param port where it answers
 * @param metrics the path of its metrics
 */
record HttpServer(ChildProcess process, int port, String metrics) {

  private static final String HOST = "127.0.0.1";
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** Returns when a path answers with 200; ends the process where it does not. */
  HttpServer await(String health) throws InterruptedException {
    try {
      process.awaitReady(START, () -> answers(health));
      return this;
    } catch (RuntimeException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  long pid() {
    return process
        .handle()
        .orElseThrow(() -> new EngineException(process.name() + " has ended"))
        .pid();
  }

  /** The sum of its metrics of a name; 0 where it has none yet. */
  double metric(String name) throws InterruptedException {
    return metric(name, Map.of());
  }

  /** One of its counters of events. */
  double metric(String name, String event) throws InterruptedException {
    return metric(name, Map.of("event", event));
  }

  /** The sum of its metrics of a name that have some labels; 0 where it has none yet. */
  double metric(String name, Map<String, String> labels) throws InterruptedException {
    String text = new MetricsEndpoint(uri("/"), metrics).read();
    return Exposition.sum(text, name, labels).orElse(0);
  }

  /** Asks it to do something. */
  String call(String method, String path) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri(path))
              .timeout(PATIENCE)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new EngineException(
            uri(path) + " answers " + answer.statusCode() + " " + answer.body().strip());
      }
      return answer.body();
    } catch (IOException e) {
      throw new EngineException(uri(path) + " does not answer", e);
    }
  }

  /** Whether a path answers with 200 now. */
  boolean answers(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private URI uri(String path) {
    return URI.create("http://" + HOST + ":" + port + path);
  }
}
