package io.tidegauge.ingest.otlp;

import static io.tidegauge.ingest.otlp.Otlp.MILLIS;
import static io.tidegauge.ingest.otlp.Otlp.attribute;
import static io.tidegauge.ingest.otlp.Otlp.metric;
import static io.tidegauge.ingest.otlp.Otlp.number;
import static io.tidegauge.ingest.otlp.Otlp.request;
import static io.tidegauge.ingest.otlp.Otlp.translate;
import static io.tidegauge.ingest.otlp.Otlp.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.ServerRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a resource and its attributes become. */
class ResourceTranslationTest {

  @Test
  void resourceGivesJobInstanceServerAndTargetInfo() {
    List<KeyValue> resource =
        List.of(
            attribute("service.name", "shop"),
            attribute("service.namespace", "web"),
            attribute("service.instance.id", "i-1"),
            attribute("host.name", "node7"),
            attribute("os.type", "linux"),
            attribute("process.pid", value(42)));

    CollectingSink sink = translate(request(resource, gauge("load", "", number(1))));

    Map<String, String> identity =
        Map.of("job", "web/shop", "instance", "i-1", "host_name", "node7");
    assertThat(sink.samples().getFirst().labels()).containsAllEntriesOf(identity).hasSize(4);
    CollectingSink.Sample info = sink.samples().getLast();
    assertThat(info.labels())
        .containsAllEntriesOf(identity)
        .containsEntry("__name__", "target_info")
        .containsEntry("os_type", "linux")
        .containsEntry("process_pid", "42")
        .hasSize(6);
    assertThat(info.value()).isEqualTo(1);
    assertThat(info.timestamp()).isEqualTo(MILLIS);
    assertThat(ServerRule.serverOf(Labels.of(info.labels()))).isEqualTo("node7");
  }

  @Test
  void resourceThatOnlyIdentifiesHasNoTargetInfo() {
    CollectingSink sink =
        translate(
            request(List.of(attribute("service.name", "shop")), gauge("load", "", number(1))));

    assertThat(sink.samples()).hasSize(1);
    assertThat(sink.samples().getFirst().labels()).containsEntry("job", "shop");
  }

  @Test
  void resourceThatDoesNotIdentifyHasNoTargetInfo() {
    CollectingSink sink =
        translate(request(List.of(attribute("os.type", "linux")), gauge("load", "", number(1))));

    assertThat(sink.samples()).hasSize(1);
  }

  @Test
  void conflictingKeysAreJoinedInTheirOrder() {
    NumberDataPoint.Builder point =
        number(1)
            .addAttributes(attribute("a_b", "3"))
            .addAttributes(attribute("a/b", "2"))
            .addAttributes(attribute("a.b", "1"));

    CollectingSink sink = translate(request(gauge("load", "", point)));

    assertThat(sink.samples().getFirst().labels()).containsEntry("a_b", "1;2;3");
  }

  @Test
  void dataPointsOwnAttributeGoesBeforeTheResources() {
    NumberDataPoint.Builder point = number(1).addAttributes(attribute("host.name", "inner"));

    CollectingSink sink =
        translate(request(List.of(attribute("host.name", "outer")), gauge("load", "", point)));

    assertThat(sink.samples().getFirst().labels()).containsEntry("host_name", "inner");
  }

  @Test
  void attributesThatAreNoStringsAreJson() {
    AnyValue nested =
        AnyValue.newBuilder()
            .setKvlistValue(
                KeyValueList.newBuilder()
                    .addValues(attribute("a", value(Double.NEGATIVE_INFINITY)))
                    .addValues(
                        attribute(
                            "b",
                            AnyValue.newBuilder()
                                .setArrayValue(
                                    ArrayValue.newBuilder()
                                        .addValues(value(3))
                                        .addValues(AnyValue.getDefaultInstance())
                                        .addValues(value((byte) 'h', (byte) 'i')))
                                .build())))
            .build();
    NumberDataPoint.Builder point =
        number(1)
            .addAttributes(attribute("int", value(-123)))
            .addAttributes(attribute("bool", value(true)))
            .addAttributes(attribute("double", value(0.25)))
            .addAttributes(attribute("nan", value(Double.NaN)))
            .addAttributes(attribute("bytes", value((byte) 'h', (byte) 'i')))
            .addAttributes(attribute("nested", nested))
            .addAttributes(attribute("empty", ""));

    CollectingSink sink = translate(request(gauge("load", "", point)));

    assertThat(sink.samples().getFirst().labels())
        .isEqualTo(
            Map.of(
                "__name__", "load",
                "int", "-123",
                "bool", "true",
                "double", "0.25",
                "nan", "NaN",
                "bytes", "aGk=",
                "nested", "{\"a\":\"-Infinity\",\"b\":[3,null,\"aGk=\"]}"));
  }

  private static Metric gauge(String name, String unit, NumberDataPoint.Builder... points) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (NumberDataPoint.Builder point : points) {
      gauge.addDataPoints(point);
    }
    return metric(name, unit).setGauge(gauge).build();
  }
}
