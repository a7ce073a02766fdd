package io.tidegauge.standalone.agent;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/**
 * Sends Remote-Write 2.0 messages over HTTP/2 without TLS
 * (prometheus.io/docs/specs/prw/remote_write_spec_2_0, "Protocol").
 */
final class RemoteWriteClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client;
  private final URI endpoint;

  RemoteWriteClient(URI gateway) {
    this.endpoint = gateway.resolve("/api/v1/write");
    this.client =
        HttpClient.create()
            .protocol(HttpProtocol.H2C)
            .responseTimeout(PATIENCE)
            .headers(
                headers ->
                    headers
                        .set(
                            "Content-Type",
                            "application/x-protobuf;proto=io.prometheus.write.v2.Request")
                        .set("Content-Encoding", "snappy")
                        .set("X-Prometheus-Remote-Write-Version", "2.0.0")
                        .set("User-Agent", "tidegauge-agent"));
  }

  /** What became of a message. */
  sealed interface Outcome {
    /** Durable. */
    record Accepted() implements Outcome {}

    /** Refused for good, or in part; sending it again would not help. */
    record Refused(int status, String message) implements Outcome {}

    /** Not now; send it again. */
    record Later(String why) implements Outcome {}
  }

  /** Sends one message and waits for the answer, ten seconds at the most. */
  Outcome send(byte[] message) {
    Outcome outcome =
        client
            .post()
            .uri(endpoint)
            .send(ByteBufFlux.fromInbound(Mono.just(Unpooled.wrappedBuffer(message))))
            .responseSingle(
                (response, body) ->
                    body.asString()
                        .defaultIfEmpty("")
                        .map(text -> outcome(response.status().code(), text)))
            .onErrorResume(failure -> Mono.just(new Outcome.Later(String.valueOf(failure))))
            .block(PATIENCE.plusSeconds(5));
    return outcome == null ? new Outcome.Later("no answer") : outcome;
  }

  /** 5xx and 429 are to be sent again, any other 4xx is not. */
  private static Outcome outcome(int status, String body) {
    if (status / 100 == 2) {
      return new Outcome.Accepted();
    }
    return status == 429 || status >= 500
        ? new Outcome.Later(status + " " + body.strip())
        : new Outcome.Refused(status, body.strip());
  }
}
