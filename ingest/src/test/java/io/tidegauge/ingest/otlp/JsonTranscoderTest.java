package io.tidegauge.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoWriter;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTranscoderTest {

  /** After the example of opentelemetry-proto (examples/metrics.json). */
  private static final String EXAMPLE =
      """
      {
        "resourceMetrics": [{
          "resource": {"attributes": [
            {"key": "service.name", "value": {"stringValue": "my.service"}}
          ]},
          "scopeMetrics": [{
            "scope": {"name": "my.library", "version": "1.0.0", "attributes": [
              {"key": "my.scope.attribute", "value": {"stringValue": "some scope attribute"}}
            ]},
            "metrics": [
              {"name": "my.counter", "unit": "1", "description": "I am a Counter",
               "sum": {"aggregationTemporality": 2, "isMonotonic": true, "dataPoints": [
                 {"asDouble": 5,
                  "startTimeUnixNano": "1544712660300000000",
                  "timeUnixNano": "1544712660300000000",
                  "attributes": [
                    {"key": "my.counter.attr", "value": {"stringValue": "some value"}}
                  ]}
               ]}},
              {"name": "my.gauge", "unit": "1", "description": "I am a Gauge",
               "gauge": {"dataPoints": [
                 {"asInt": "10", "timeUnixNano": 1544712660300000000}
               ]}},
              {"name": "my.histogram", "unit": "1", "description": "I am a Histogram",
               "histogram": {"aggregationTemporality": 2, "dataPoints": [
                 {"timeUnixNano": "1544712660300000000", "count": 2, "sum": 2,
                  "bucketCounts": [1, "1"], "explicitBounds": [1], "min": 0, "max": 2}
               ]}}
            ]
          }]
        }]
      }
      """;

  @Test
  void readsTheExampleOfTheSpecification() {
    assertThat(Otlp.translate(transcode(EXAMPLE)).samples())
        .extracting(
            s ->
                s.name()
                    + " "
                    + s.labels().getOrDefault("le", "-")
                    + " "
                    + s.kind()
                    + " "
                    + s.timestamp()
                    + " "
                    + s.value())
        .containsExactly(
            "my_counter_total - COUNTER 1544712660300 5.0",
            "my_gauge_ratio - GAUGE 1544712660300 10.0",
            "my_histogram_bucket 1 COUNTER 1544712660300 1.0",
            "my_histogram_bucket +Inf COUNTER 1544712660300 2.0",
            "my_histogram_sum - COUNTER 1544712660300 2.0",
            "my_histogram_count - COUNTER 1544712660300 2.0");
    assertThat(Otlp.translate(transcode(EXAMPLE)).samples().getFirst().labels())
        .containsEntry("job", "my.service")
        .containsEntry("otel_scope_name", "my.library")
        .containsEntry("otel_scope_version", "1.0.0")
        .containsEntry("otel_scope_my_scope_attribute", "some scope attribute")
        .containsEntry("my_counter_attr", "some value");
  }

  @Property(tries = 300)
  void readsWhatProtobufsOwnPrinterWrites(@ForAll long seed) throws InvalidProtocolBufferException {
    ExportMetricsServiceRequest request = new Requests(seed).next();
    String json = JsonFormat.printer().printingEnumsAsInts().print(request);

    assertThat(Otlp.translate(transcode(json)).samples())
        .isEqualTo(Otlp.translate(request).samples());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                                        | must be a JSON object",
        "[]                                                        | must be a JSON object",
        "{\"resourceMetrics\": {}}                                 | 'resourceMetrics' must be an array",
        "{\"resourceMetrics\": [1]}                                | 'resourceMetrics' must be an object",
        "{\"resourceMetrics\": [                                   | JSON at line 1",
        "{\"resourceMetrics\": []} {}                              | something follows",
        "{resourceMetrics: []}                                     | JSON at line 1",
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":1}]}]}]} | 'name' must be a string",
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"sum\":{\"isMonotonic\":1}}]}]}]} | 'isMonotonic' must be true or false",
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"sum\":{\"aggregationTemporality\":\"AGGREGATION_TEMPORALITY_DELTA\"}}]}]}]} | 'aggregationTemporality' must be a number (names of enums are not used)",
      })
  void saysWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> transcode(json))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"timeUnixNano\": \"x\"    | 'timeUnixNano' must be a whole number of 64 bits",
        "\"timeUnixNano\": -1       | 'timeUnixNano' must be a whole number of 64 bits, 0 or above",
        "\"timeUnixNano\": 1.5      | 'timeUnixNano' must be a whole number of 64 bits",
        "\"timeUnixNano\": 1e30     | 'timeUnixNano' must be a whole number of 64 bits",
        "\"asDouble\": \"x\"        | 'asDouble' must be a number",
        "\"asInt\": true            | 'asInt' must be a whole number",
        "\"flags\": 4294967296      | 'flags' must be a whole number from 0 to 4294967295",
        "\"attributes\": [null]     | 'attributes' must be an object",
      })
  void saysWhichFieldIsWrong(String field, String message) {
    assertThatThrownBy(() -> transcode(gauge(field)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"timeUnixNano\": 1e18, \"asDouble\": \"NaN\"                 | NaN",
        "\"timeUnixNano\": \"1\", \"asDouble\": \"1.5\"                | 1.5",
        "\"timeUnixNano\": 1, \"asInt\": -3, \"exemplars\": [{\"x\": {}}] | -3.0",
        "\"timeUnixNano\": 1, \"asInt\": 3.0, \"as_double\": 4         | 3.0",
        "\"timeUnixNano\": 1, \"asDouble\": 1, \"attributes\": null    | 1.0",
      })
  void takesWhatTheMappingAllows(String field, String value) {
    assertThat(Otlp.translate(transcode(gauge(field))).samples())
        .extracting(sample -> Double.toString(sample.value()))
        .containsExactly(value);
  }

  @Test
  void endsDeepNestingWithItsOwnError() {
    String json = "{\"resourceMetrics\": " + "[".repeat(100_000);

    assertThatThrownBy(() -> transcode(json)).isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void endsDeepAttributesWithTheTranslatorsError() {
    String open = "{\"arrayValue\": {\"values\": [";
    String json =
        gauge(
            "\"timeUnixNano\": 1, \"asInt\": 1, \"attributes\": [{\"key\": \"a\", \"value\": "
                + open.repeat(120)
                + "]}}".repeat(120)
                + "}]");

    assertThatThrownBy(() -> Otlp.translate(transcode(json)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("nested deeper than 100");
  }

  private static String gauge(String point) {
    return "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"a\",\"gauge\":"
        + "{\"dataPoints\":[{"
        + point
        + "}]}}]}]}]}";
  }

  private static byte[] transcode(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    ProtoWriter out = new ProtoWriter(64);
    JsonTranscoder.transcode(body, 0, body.length, out);
    return out.toByteArray();
  }
}
