package io.tidegauge.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Waits until the services say over HTTP that they can do their work. */
final class Readiness {
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 50;

  private Readiness() {}

  /**
   * Returns when every service answers 200 to {@code /actuator/health}.
   *
   * @throws StartException naming the services that do not when the time is over
   */
  static void await(Map<ServicePort, Integer> ports, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Set<Service> waiting = EnumSet.allOf(Service.class);
    String last = "";
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_PATIENCE)
            .build()) {
      while (!waiting.isEmpty()) {
        for (Service service : Set.copyOf(waiting)) {
          String answer = ask(client, ports.getOrDefault(service.port(), 0));
          if (answer.isEmpty()) {
            waiting.remove(service);
          } else {
            last = service.configName() + ": " + answer;
          }
        }
        if (!waiting.isEmpty()) {
          if (System.nanoTime() > deadline) {
            throw new StartException(
                "Not ready after %d s: %s. Last answer: %s"
                    .formatted(patience.toSeconds(), waiting, last),
                null);
          }
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    }
  }

  /** Empty when the service is ready, what it said instead otherwise. */
  private static String ask(HttpClient client, int port) throws InterruptedException {
    URI health = URI.create("http://127.0.0.1:" + port + "/actuator/health");
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(health).timeout(ANSWER_PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? "" : answer.statusCode() + " " + answer.body();
    } catch (IOException notYet) {
      return String.valueOf(notYet.getMessage());
    }
  }
}
