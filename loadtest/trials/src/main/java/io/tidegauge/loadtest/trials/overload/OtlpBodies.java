package io.tidegauge.loadtest.trials.overload;

import io.tidegauge.loadtest.trials.gateway.SteadyClients;
import java.nio.charset.StandardCharsets;

/** Bodies that cost a gateway much and their sender nothing: the same OTLP in JSON each time. */
final class OtlpBodies {

  private static final int CONNECTIONS = 64;
  private static final int POINTS = 400;

  private OtlpBodies() {}

  /** Requests with 400 data points without a time of their own, which is then the gateway's. */
  static SteadyClients.Load load() {
    StringBuilder json = new StringBuilder(64 * 1024);
    json.append("{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"load\",");
    json.append("\"gauge\":{\"dataPoints\":[");
    for (int i = 0; i < POINTS; i++) {
      json.append(i == 0 ? "" : ",").append("{\"attributes\":[{\"key\":\"host\",\"value\":");
      json.append("{\"stringValue\":\"host-").append(i).append("\"}}],\"asDouble\":");
      json.append(i).append(".5,\"timeUnixNano\":\"TIME\"}");
    }
    String body = json.append("]}}]}]}]}").toString();
    return new SteadyClients.Load(
        "/v1/metrics",
        "application/json",
        CONNECTIONS,
        (number, nanos) ->
            body.replace("TIME", Long.toString(nanos)).getBytes(StandardCharsets.US_ASCII));
  }
}
