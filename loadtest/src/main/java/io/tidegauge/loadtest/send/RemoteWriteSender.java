package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.http.Answer;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.LoadSample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.xerial.snappy.Snappy;
import reactor.core.publisher.Mono;

/**
 * Sends over Remote-Write 2.0. Observations cannot be told apart in this protocol: they are counted
 * as gauges, one value a timestamp.
 */
public final class RemoteWriteSender implements SampleSender {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request",
          "Content-Encoding", "snappy",
          "User-Agent", "tidegauge-loadtest",
          "X-Prometheus-Remote-Write-Version", "2.0.0");
  private static final String WRITTEN = "x-prometheus-remote-write-samples-written";

  private final HttpCalls calls;

  /** A sender to a gateway. */
  public RemoteWriteSender(HttpCalls calls) {
    this.calls = calls;
  }

  @Override
  public Mono<Outcome> send(List<LoadSample> samples) {
    return Mono.fromCallable(() -> compress(samples))
        .flatMap(body -> calls.post("/api/v1/write", HEADERS, body))
        .map(answer -> outcome(answer, samples.size()));
  }

  private static byte[] compress(List<LoadSample> samples) throws IOException {
    return Snappy.compress(RemoteWriteEncoder.encode(samples).toByteArray());
  }

  /** A partial write is a 400 with the number of samples that were written. */
  private Outcome outcome(Answer answer, int sent) {
    if (answer.isSuccess()) {
      return new Outcome(sent, 0, List.of());
    }
    if (answer.status() == 400) {
      long written = Long.parseLong(answer.headers().getOrDefault(WRITTEN, "0"));
      return new Outcome(written, sent - written, List.of(answer.describe()));
    }
    throw new CallException(
        calls.base() + " is no Remote-Write 2.0 endpoint that takes this: " + answer.describe());
  }
}
