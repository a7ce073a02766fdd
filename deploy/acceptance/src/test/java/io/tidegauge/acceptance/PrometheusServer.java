package io.tidegauge.acceptance;

import io.tidegauge.engines.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A real Prometheus that scrapes a real node_exporter and writes remotely. */
final class PrometheusServer implements AutoCloseable {

  private final Path directory;
  private final int exporterPort;
  private final Program exporter;
  private final Program prometheus;
  private final URI uri;

  PrometheusServer(Path directory, URI ingest) throws IOException {
    this.directory = directory;
    this.exporterPort = Ports.free();
    int port = Ports.free();
    this.uri = URI.create("http://127.0.0.1:" + port);
    Files.createDirectories(directory);
    setTargets(false);
    Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        global:
          scrape_interval: 1s
        scrape_configs:
          - job_name: node
            file_sd_configs:
              - files: ['%s']
        remote_write:
          - url: %s
            queue_config:
              batch_send_deadline: 1s
        """
            .formatted(directory.resolve("targets.json"), ingest.resolve("/api/v1/write")));
    this.exporter =
        Program.start(
            directory,
            directory.resolve("node_exporter.log"),
            List.of("prometheus-node-exporter", "--web.listen-address=127.0.0.1:" + exporterPort));
    this.prometheus =
        Program.start(
            directory,
            directory.resolve("prometheus.log"),
            List.of(
                "prometheus",
                "--config.file=" + directory.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port));
  }

  /** Puts the exporter into the list of targets, or takes it out of it. */
  void setTargets(boolean present) throws IOException {
    Path next = directory.resolve("targets.json.new");
    Files.writeString(
        next, present ? "[{\"targets\": [\"127.0.0.1:%d\"]}]".formatted(exporterPort) : "[]");
    Files.move(
        next,
        directory.resolve("targets.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  boolean isReady() {
    return Http.get(uri, "/-/ready", Map.of()).statusCode() == 200;
  }

  /** A metric of Prometheus itself, summed over its series. */
  double ownMetric(String name) {
    return Http.get(uri, "/metrics", Map.of())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  List<String> metricNames() {
    List<String> names = new ArrayList<>();
    Http.getJson(uri, "/api/v1/label/__name__/values", Map.of())
        .get("data")
        .forEach(name -> names.add(name.asString()));
    return names;
  }

  /** An instant query; the value per labels, the name left out. */
  Map<Map<String, String>, Double> query(String expression, long timeMillis) {
    JsonNode answer =
        Http.getJson(
            uri,
            "/api/v1/query",
            Map.of("query", expression, "time", Double.toString(timeMillis / 1000.0)));
    Map<Map<String, String>, Double> values = new HashMap<>();
    for (JsonNode one : answer.get("data").get("result")) {
      Map<String, String> labels = new HashMap<>();
      one.get("metric").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asString()));
      labels.remove("__name__");
      values.put(labels, parse(one.get("value").get(1).asString()));
    }
    return values;
  }

  private static double parse(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  @Override
  public void close() {
    prometheus.close();
    exporter.close();
  }
}
