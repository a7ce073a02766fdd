package io.tidegauge.ingest.testing;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.testing.SharedEngines;
import io.tidegauge.ingest.IngestApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway on a free port in front of the shared Kafka, and what tests do with it. */
public final class Gateway implements AutoCloseable {

  public static final int PARTITIONS = 4;

  private static @Nullable Gateway shared;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ConfigurableApplicationContext context;
  private final String bootstrapServers;

  private Gateway(String bootstrapServers, Map<String, String> settings) {
    this.bootstrapServers = bootstrapServers;
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=0");
    arguments.add("--tidegauge.kafka.bootstrap-servers=" + bootstrapServers);
    arguments.add("--tidegauge.partitions=" + PARTITIONS);
    arguments.add("--tidegauge.ingest.grpc.port=0");
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    this.context = IngestApplication.application().run(arguments.toArray(String[]::new));
  }

  /** The gateway that the tests of a JVM share, ready. */
  public static synchronized Gateway shared() {
    Gateway gateway = shared;
    if (gateway == null) {
      // More than a test machine's default: it has two cores and much to do.
      gateway = start(Map.of("tidegauge.ingest.publish.delivery-timeout", "20s"));
      gateway.awaitReady();
      shared = gateway;
    }
    return gateway;
  }

  /** A gateway of one's own in front of the shared Kafka; not necessarily ready. */
  public static Gateway start(Map<String, String> settings) {
    return at(SharedEngines.get(Engine.KAFKA).kafkaBootstrapServers(), settings);
  }

  /** A gateway of one's own in front of some Kafka, which may not be there. */
  public static Gateway at(String bootstrapServers, Map<String, String> settings) {
    return new Gateway(bootstrapServers, settings);
  }

  /** A tenant that no other test has. */
  public static String tenant() {
    return "t-" + UUID.randomUUID();
  }

  public void awaitReady() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> get("/actuator/health/readiness").statusCode() == 200);
  }

  public int port() {
    if (context instanceof ReactiveWebServerApplicationContext web && web.getWebServer() != null) {
      return web.getWebServer().getPort();
    }
    throw new IllegalStateException("the gateway has no web server");
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** The gateway's time, ms since the epoch. */
  public long now() {
    return bean(ServiceClock.class).millis();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  /** Posts a body; headers as alternating names and values. */
  public HttpResponse<String> post(String path, String tenant, byte[] body, String... headers) {
    return send(postRequest(path, tenant, body, headers));
  }

  /** Posts a body, for an answer that is not text. */
  public HttpResponse<byte[]> postForBytes(
      String path, String tenant, byte[] body, String... headers) {
    return send(postRequest(path, tenant, body, headers), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder postRequest(
      String path, String tenant, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("X-Scope-OrgID", tenant)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> answer) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(30)).build(), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A tenant's samples in the log, once there are so many. */
  public List<StoredSample> samples(String tenant, int count) {
    return TopicReader.read(
        bootstrapServers, Topics.SAMPLES, record -> StoredSample.ofTenant(tenant, record), count);
  }

  /** A tenant's refusals in the log, once there are so many. */
  public List<RejectRecord> rejects(String tenant, int count) {
    return TopicReader.read(
        bootstrapServers,
        Topics.REJECTS,
        record -> {
          RejectRecord reject = RejectRecord.decode(record.value());
          return reject.tenant().equals(tenant) ? List.of(reject) : List.of();
        },
        count);
  }

  /** The sum of a counter over all its tags but those given, from the metrics endpoint. */
  public double counter(String name, String... tags) {
    double sum = 0;
    for (String line : get("/actuator/prometheus").body().split("\n", -1)) {
      boolean match = line.startsWith(name + "{") || line.startsWith(name + " ");
      for (String tag : tags) {
        match &= line.contains(tag);
      }
      if (match) {
        sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return sum;
  }

  @Override
  public void close() {
    context.close();
  }
}
