package io.tidegauge.engines.embedded;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Statements to ClickHouse, as far as engines and tests need them to set it up. */
public final class ClickHouseHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ClickHouseEndpoint endpoint;

  public ClickHouseHttp(ClickHouseEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Whether the server answers this user. */
  public boolean answers() {
    try {
      return send("SELECT 1").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Runs a statement.
   *
   * @throws EngineException with the server's message when it fails
   */
  public void execute(String statement) {
    try {
      HttpResponse<String> response = send(statement);
      if (response.statusCode() != 200) {
        throw new EngineException("ClickHouse refused '" + statement + "': " + response.body());
      }
    } catch (IOException e) {
      throw new EngineException("ClickHouse does not answer at " + endpoint.url(), e);
    }
  }

  private HttpResponse<String> send(String statement) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.url().resolve("/"))
            .timeout(PATIENCE)
            .header("X-ClickHouse-User", endpoint.username())
            .header("X-ClickHouse-Key", endpoint.password())
            .POST(HttpRequest.BodyPublishers.ofString(statement))
            .build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("Interrupted while asking ClickHouse", e);
    }
  }
}
