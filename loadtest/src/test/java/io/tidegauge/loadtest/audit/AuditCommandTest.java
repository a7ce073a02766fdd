package io.tidegauge.loadtest.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.write.v2.Request;
import io.prometheus.write.v2.TimeSeries;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.oracle.ExpectedWindow;
import io.tidegauge.loadtest.oracle.Oracle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;
import picocli.CommandLine;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The audit finds what is wrong: against a server that answers from what it was sent, once rightly,
 * once with one sample forgotten, once with one counted twice.
 */
class AuditCommandTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-05-01T10:20:30Z"));

  @Test
  void aRightAnswerPasses() {
    assertThat(audit(0)).contains("all right").doesNotContain("instead of");
  }

  @Test
  void oneForgottenSampleIsFound() {
    assertThat(audit(-1)).contains("not all right").contains("count is");
  }

  @Test
  void oneSampleCountedTwiceIsFound() {
    assertThat(audit(1)).contains("not all right").contains("count is");
  }

  private static String audit(int mistake) {
    Pipeline pipeline = new Pipeline(mistake);
    DisposableServer server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .protocol(HttpProtocol.H2C)
            .route(
                routes ->
                    routes
                        .post(
                            "/api/v1/write",
                            (request, response) ->
                                request
                                    .receive()
                                    .aggregate()
                                    .asByteArray()
                                    .doOnNext(pipeline::write)
                                    .then(response.status(204).send().then()))
                        .get(
                            "/api/v1/rollups",
                            (request, response) ->
                                response.sendString(
                                    Mono.fromSupplier(() -> pipeline.rollups(request.uri())))))
            .bindNow();
    try {
      StringWriter text = new StringWriter();
      CommandLine line = AuditCommand.commandLine(CLOCK);
      line.setOut(new PrintWriter(text, true));
      line.setErr(new PrintWriter(text, true));
      String url = "http://127.0.0.1:" + server.port();
      int code =
          line.execute(
              "--ingest-url=" + url,
              "--query-url=" + url,
              "--gauges=3",
              "--counters=3",
              "--hosts=2",
              "--wait=PT0S");
      assertThat(code).as(text.toString()).isEqualTo(mistake == 0 ? 0 : 1);
      return text.toString();
    } finally {
      server.disposeNow();
    }
  }

  /** What was written, and answers made of it. */
  private static final class Pipeline {

    private static final JsonMapper JSON = new JsonMapper();
    private final Oracle kept = new Oracle();
    private final int mistake;

    Pipeline(int mistake) {
      this.mistake = mistake;
    }

    synchronized void write(byte[] body) {
      try {
        Request request = Request.parseFrom(Snappy.uncompress(body));
        for (TimeSeries series : request.getTimeseriesList()) {
          LoadSeries name = series(request, series);
          series
              .getSamplesList()
              .forEach(s -> kept.accept(new LoadSample(name, s.getTimestamp(), s.getValue())));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    synchronized String rollups(String uri) {
      Map<String, String> query = new TreeMap<>();
      for (String pair : uri.substring(uri.indexOf('?') + 1).split("&", -1)) {
        query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
      ObjectNode answer = JSON.createObjectNode();
      ArrayNode all = answer.putArray("series");
      Duration window =
          Oracle.WINDOWS.getOrDefault(query.getOrDefault("window", ""), Duration.ZERO);
      for (LoadSeries series : kept.series()) {
        boolean asked =
            series.metric().equals(query.get("metric"))
                && ("host:" + series.labels().get("host")).equals(query.get("match"));
        if (asked) {
          ObjectNode one = all.addObject();
          series.labels().forEach(one.putObject("labels")::put);
          ArrayNode points = one.putArray("points");
          kept.windows(series, window).values().forEach(w -> point(points.addObject(), w, window));
        }
      }
      return JSON.writeValueAsString(answer);
    }

    private void point(ObjectNode point, ExpectedWindow window, Duration length) {
      int wrong = length.equals(Duration.ofHours(24)) ? mistake : 0;
      point.put("start", Instant.ofEpochMilli(window.start()).toString());
      point.put("count", window.count() + wrong);
      point.put("sum", window.sum());
      point.put("min", window.min());
      point.put("max", window.max());
      point.put("first", window.first());
      point.put("last", window.last());
      point.put("increase", window.increase());
      point.put("stddev", window.stddev());
      point.put("p50", window.p50());
      point.put("p99", window.p99());
    }

    private static LoadSeries series(Request request, TimeSeries series) {
      TreeMap<String, String> labels = new TreeMap<>();
      for (int i = 0; i < series.getLabelsRefsCount(); i += 2) {
        labels.put(
            request.getSymbols(series.getLabelsRefs(i)),
            request.getSymbols(series.getLabelsRefs(i + 1)));
      }
      String metric = String.valueOf(labels.remove("__name__"));
      boolean counter = series.getMetadata().getTypeValue() == 1;
      return new LoadSeries(metric, labels, counter ? Kind.COUNTER : Kind.GAUGE);
    }
  }
}
