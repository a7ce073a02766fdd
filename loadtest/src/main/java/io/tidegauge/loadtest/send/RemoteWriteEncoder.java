package io.tidegauge.loadtest.send;

import io.prometheus.write.v2.Metadata;
import io.prometheus.write.v2.Request;
import io.prometheus.write.v2.TimeSeries;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remote-Write 2.0 requests (prometheus.io/docs/specs/prw/remote_write_spec_2_0) by the classes
 * that are generated from the published schema. Samples of a series keep their order.
 */
final class RemoteWriteEncoder {

  private RemoteWriteEncoder() {}

  static Request encode(List<LoadSample> samples) {
    Map<String, Integer> symbols = new LinkedHashMap<>();
    symbols.put("", 0);
    Map<LoadSeries, TimeSeries.Builder> series = new LinkedHashMap<>();
    for (LoadSample sample : samples) {
      series
          .computeIfAbsent(sample.series(), s -> head(s, symbols))
          .addSamplesBuilder()
          .setTimestamp(sample.timestamp())
          .setValue(sample.value());
    }
    Request.Builder request = Request.newBuilder().addAllSymbols(symbols.keySet());
    series.values().forEach(request::addTimeseries);
    return request.build();
  }

  private static TimeSeries.Builder head(LoadSeries series, Map<String, Integer> symbols) {
    TreeMap<String, String> labels = new TreeMap<>(series.labels());
    labels.put("__name__", series.metric());
    TimeSeries.Builder head = TimeSeries.newBuilder();
    labels.forEach(
        (name, value) -> head.addLabelsRefs(ref(symbols, name)).addLabelsRefs(ref(symbols, value)));
    return head.setMetadata(
        Metadata.newBuilder()
            .setType(
                series.kind() == Kind.COUNTER
                    ? Metadata.MetricType.METRIC_TYPE_COUNTER
                    : Metadata.MetricType.METRIC_TYPE_GAUGE));
  }

  private static int ref(Map<String, Integer> symbols, String text) {
    Integer ref = symbols.get(text);
    if (ref == null) {
      ref = symbols.size();
      symbols.put(text, ref);
    }
    return ref;
  }
}
