package io.tidegauge.loadtest.bench.load;

import com.google.protobuf.MessageLite;
import io.prometheus.write.v1.Label;
import io.prometheus.write.v1.Sample;
import io.prometheus.write.v1.TimeSeries;
import io.prometheus.write.v1.WriteRequest;
import io.tidegauge.loadtest.body.Body;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples of files as bodies of Remote-Write 1.0, sent once and in order over one connection: a
 * store that takes nothing out of order takes them too. Immutable.
 */
public final class FileLoad {

  private final List<WholeBody> bodies;
  private final long samples;
  private final int series;

  /** A body that is as it is. */
  private record WholeBody(byte[] bytes, int samples) implements Body {
    @Override
    public void patch(long millis) {
      // Its samples have times of their own.
    }
  }

  /**
   * Of samples by time.
   *
   * @param span the most time that a body spans: less than windows stay open, as a body has one
   *     series after the other
   */
  public FileLoad(List<LoadSample> samples, Duration span) {
    List<WholeBody> all = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= samples.size(); i++) {
      if (i == samples.size()
          || samples.get(i).timestamp() - samples.get(from).timestamp() > span.toMillis()) {
        all.add(body(samples.subList(from, i)));
        from = i;
      }
    }
    this.bodies = List.copyOf(all);
    this.samples = samples.size();
    this.series = (int) samples.stream().map(LoadSample::series).distinct().count();
  }

  /** How many samples there are. */
  public long samples() {
    return samples;
  }

  /** How many series they are of. */
  public int series() {
    return series;
  }

  /**
   * Sends all.
   *
   * @throws LoadException where a request was refused for good, or not answered
   */
  public LoadResult send(InetSocketAddress address, String path) throws InterruptedException {
    return new Sender(address, path, bodies, step -> step, Pace.until(1, -1, 0)).run(0, 0);
  }

  private static WholeBody body(List<LoadSample> samples) {
    Map<LoadSeries, TimeSeries.Builder> series = new LinkedHashMap<>();
    for (LoadSample sample : samples) {
      series
          .computeIfAbsent(sample.series(), FileLoad::head)
          .addSamples(
              Sample.newBuilder().setTimestamp(sample.timestamp()).setValue(sample.value()));
    }
    WriteRequest.Builder request = WriteRequest.newBuilder();
    series.values().forEach(request::addTimeseries);
    MessageLite whole = request.build();
    return new WholeBody(whole.toByteArray(), samples.size());
  }

  private static TimeSeries.Builder head(LoadSeries series) {
    TreeMap<String, String> labels = new TreeMap<>(series.labels());
    labels.put("__name__", series.metric());
    TimeSeries.Builder head = TimeSeries.newBuilder();
    labels.forEach(
        (name, value) -> head.addLabels(Label.newBuilder().setName(name).setValue(value)));
    return head;
  }
}
