package io.tidegauge.loadtest.bench.system;

import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A store that answers PromQL over {@code /api/v1/query_range}. Its ranges are open at the start
 * and closed at the end (or closed at both), windows are the other way round: they have the same
 * samples where none is at a window's edge.
 */
final class PromQl implements QueriedSystem {

  private static final JsonMapper JSON = new JsonMapper();
  private static final double MILLIS = 1e3;

  private final SystemUnderTest store;

  PromQl(SystemUnderTest store) {
    this.store = store;
  }

  @Override
  public SystemUnderTest store() {
    return store;
  }

  @Override
  public Map<String, Long> processes() {
    return store.processes();
  }

  @Override
  public InetSocketAddress address() {
    return store.address();
  }

  /** VictoriaMetrics has a cache of results that can be passed by; Prometheus has none. */
  @Override
  public String path(RangeQuestion question, boolean fresh) {
    long step = question.window().millis() / 1000;
    return "/api/v1/query_range?query="
        + URLEncoder.encode(query(question), StandardCharsets.UTF_8)
        + "&start="
        + (question.from().getEpochSecond() + step)
        + "&end="
        + question.to().getEpochSecond()
        + "&step="
        + step
        + (fresh ? "&nocache=1" : "");
  }

  static String query(RangeQuestion question) {
    String range = question.metric() + "[" + question.window().label() + "]";
    if (question.by().isEmpty()) {
      return "avg_over_time(" + range + ")";
    }
    String sum = "sum by (" + question.by() + ") ";
    return sum + "(sum_over_time(" + range + ")) / " + sum + "(count_over_time(" + range + "))";
  }

  @Override
  public RangeAnswer read(byte[] body, RangeQuestion question) {
    return parse(body, question);
  }

  static RangeAnswer parse(byte[] body, RangeQuestion question) {
    Map<Map<String, String>, Map<Long, Double>> all = new HashMap<>();
    for (JsonNode series : JSON.readTree(body).path("data").path("result")) {
      Map<Long, Double> points = new HashMap<>();
      for (JsonNode value : series.path("values")) {
        long end = Math.round(value.path(0).asDouble() * MILLIS);
        points.put(end - question.window().millis(), Double.parseDouble(value.path(1).asString()));
      }
      Map<String, String> labels = RollupNode.labels(series.path("metric"));
      labels.remove("__name__");
      all.put(labels, points);
    }
    return new RangeAnswer(all);
  }

  @Override
  public long kept() {
    return 0;
  }

  @Override
  public void close() {
    store.close();
  }
}
