package io.tidegauge.loadtest.trials.overload;

import io.tidegauge.loadtest.trials.gateway.SteadyClients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Bodies that cost a gateway much and their sender nothing: OTLP in JSON, compressed, made once a
 * second.
 */
final class OtlpBodies {

  private static final int CONNECTIONS = 32;
  private static final int POINTS = 2000;
  private static final long SECOND = 1_000_000_000;

  private long second;
  private byte[] body = {};

  private OtlpBodies() {}

  /** Requests with 2000 data points each. */
  static SteadyClients.Load load() {
    OtlpBodies bodies = new OtlpBodies();
    return new SteadyClients.Load(
        "/v1/metrics",
        Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"),
        CONNECTIONS,
        (number, nanos) -> bodies.at(nanos / SECOND));
  }

  private synchronized byte[] at(long now) {
    if (now != second) {
      second = now;
      body = gzip(json(now));
    }
    return body;
  }

  private static String json(long second) {
    StringBuilder json = new StringBuilder(POINTS * 160);
    json.append("{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"load\",");
    json.append("\"gauge\":{\"dataPoints\":[");
    for (int i = 0; i < POINTS; i++) {
      json.append(i == 0 ? "" : ",").append("{\"attributes\":[{\"key\":\"host\",\"value\":");
      json.append("{\"stringValue\":\"host-").append(i).append("\"}}],\"asDouble\":");
      json.append(i).append(".5,\"timeUnixNano\":\"").append(second).append("000000000\"}");
    }
    return json.append("]}}]}]}]}").toString();
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
