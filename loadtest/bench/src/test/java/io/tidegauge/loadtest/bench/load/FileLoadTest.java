package io.tidegauge.loadtest.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Over a real connection. */
class FileLoadTest {

  private static final LoadSeries ONE = new LoadSeries("one", new TreeMap<>(), Kind.GAUGE);
  private static final LoadSeries OTHER = new LoadSeries("other", new TreeMap<>(), Kind.GAUGE);

  @Test
  void everySampleIsSentOnceAndInOrder() throws Exception {
    List<LoadSample> samples = new ArrayList<>();
    for (long i = 0; i < 250; i++) {
      samples.add(new LoadSample(i % 5 == 4 ? OTHER : ONE, 1_700_000_000_000L + 1_000 * i, i));
    }
    FileLoad load = new FileLoad(samples, Duration.ofSeconds(59));
    try (Receiver receiver = new Receiver(request -> new Receiver.Answer(204, "", false))) {

      LoadResult sent = load.send(receiver.address(), "/api/v1/write");

      assertThat(load.series()).isEqualTo(2);
      assertThat(sent.samples()).isEqualTo(load.samples()).isEqualTo(250);
      assertThat(sent.requests()).isEqualTo(5);
      assertThat(receiver.timestamps().values())
          .containsExactlyInAnyOrder(times(samples, ONE), times(samples, OTHER));
    }
  }

  private static List<Long> times(List<LoadSample> samples, LoadSeries series) {
    return LongStream.range(0, samples.size())
        .mapToObj(i -> samples.get((int) i))
        .filter(sample -> sample.series().equals(series))
        .map(LoadSample::timestamp)
        .toList();
  }
}
