package io.tidegauge.cli.testing;

import io.tidegauge.ingest.IngestApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/** The real gateway on a free port. */
public final class IngestGateway implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Starts it in front of a Kafka. */
  public IngestGateway(String bootstrapServers, Map<String, String> settings) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=0");
    arguments.add("--tidegauge.kafka.bootstrap-servers=" + bootstrapServers);
    arguments.add("--tidegauge.partitions=3");
    arguments.add("--tidegauge.ingest.grpc.port=0");
    arguments.add("--tidegauge.ingest.publish.delivery-timeout=20s");
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    this.context = IngestApplication.application().run(arguments.toArray(String[]::new));
  }

  /** Where it listens. */
  public URI url() {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  /** Posts a body until the gateway is ready to take or refuse it; headers by turns. */
  public HttpResponse<String> post(String path, String tenant, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url().resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("X-Scope-OrgID", tenant)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    for (int tries = 0; answer.statusCode() == 503 && tries < 100; tries++) {
      answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
    return answer;
  }

  @Override
  public void close() {
    http.close();
    context.close();
  }
}
