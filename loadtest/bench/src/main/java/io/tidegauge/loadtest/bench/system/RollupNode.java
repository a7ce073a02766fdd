package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.Engine;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tidegauge's query node before a whole pipeline. What the node, ClickHouse and Redis use is its
 * cost of an answer; the others have nothing to do meanwhile.
 */
public final class RollupNode implements QueriedSystem {

  private static final JsonMapper JSON = new JsonMapper();

  private final Pipeline pipeline;
  private final HttpServer node;
  private final AtomicLong asked = new AtomicLong();

  private RollupNode(Pipeline pipeline, HttpServer node) {
    this.pipeline = pipeline;
    this.node = node;
  }

  /**
   * Starts all in new directories, and returns when they are ready.
   *
   * @param start the first timestamp that will be sent, the start of a day
   * @throws io.tidegauge.engines.EngineException where one does not start
   */
  public static RollupNode start(Path directory, TidegaugeOptions options, Instant start)
      throws InterruptedException {
    Pipeline pipeline = Pipeline.start(directory, options, start);
    try {
      return new RollupNode(pipeline, pipeline.startQueryNode(directory, options));
    } catch (RuntimeException | InterruptedException e) {
      pipeline.close();
      throw e;
    }
  }

  @Override
  public SystemUnderTest store() {
    return pipeline;
  }

  @Override
  public Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    processes.put("query node", node.pid());
    processes.put("clickhouse", pipeline.pid(Engine.CLICKHOUSE));
    processes.put("redis", pipeline.pid(Engine.REDIS));
    return processes;
  }

  @Override
  public InetSocketAddress address() {
    return node.address();
  }

  /**
   * Answers are kept by their question, to the millisecond: one whose end is some milliseconds
   * sooner has the same windows, and was not asked before.
   */
  @Override
  public String path(RangeQuestion question, boolean fresh) {
    long sooner = fresh ? 1 + asked.getAndIncrement() % (question.window().millis() - 1) : 0;
    return "/api/v1/rollups?metric="
        + URLEncoder.encode(question.metric(), StandardCharsets.UTF_8)
        + "&window="
        + question.window().label()
        + "&from="
        + question.from().toEpochMilli()
        + "&to="
        + (question.to().toEpochMilli() - sooner)
        + "&agg=avg"
        + (question.by().isEmpty() ? "" : "&by=" + question.by());
  }

  @Override
  public RangeAnswer read(byte[] body, RangeQuestion question) {
    return parse(body);
  }

  static RangeAnswer parse(byte[] body) {
    Map<Map<String, String>, Map<Long, Double>> all = new HashMap<>();
    for (JsonNode series : JSON.readTree(body).path("series")) {
      Map<Long, Double> points = new HashMap<>();
      for (JsonNode point : series.path("points")) {
        // A window that is still open is none of history's.
        if (point.path("final").asBoolean()) {
          points.put(
              Instant.parse(point.path("start").asString()).toEpochMilli(),
              point.path("avg").asDouble());
        }
      }
      all.put(labels(series.path("labels")), points);
    }
    return new RangeAnswer(all);
  }

  static Map<String, String> labels(JsonNode object) {
    Map<String, String> labels = new TreeMap<>();
    object.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
    return labels;
  }

  @Override
  public long kept() throws InterruptedException {
    return (long) node.metric("tidegauge_query_cache_total", Map.of("outcome", "hit"));
  }

  @Override
  public void close() {
    node.process().close();
    pipeline.close();
  }
}
