package io.tidegauge.loadtest.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.write.v1.Sample;
import io.prometheus.write.v1.TimeSeries;
import io.prometheus.write.v1.WriteRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** Every agent has series of its own, and a timestamp once. */
class AgentBodiesTest {

  private static final long T0 = 1_700_000_000_000L;
  private static final int AGENTS = 7;
  private static final int SERIES = 30;

  private final AgentBodies bodies =
      new AgentBodies(
          new SeriesSpec(5, SeriesSpec.USUAL_CARDINALITY, 3, ValueMix.MIXED), AGENTS, SERIES);

  private WriteRequest next(int agent, long millis) throws IOException {
    return WriteRequest.parseFrom(Snappy.uncompress(bodies.next(agent, millis)));
  }

  @Test
  void noTwoAgentsHaveASeriesInCommon() throws IOException {
    Set<List<?>> all = new HashSet<>();
    for (int agent = 0; agent < bodies.count(); agent++) {
      for (TimeSeries series : next(agent, T0).getTimeseriesList()) {
        assertThat(series.getLabelsList()).hasSize(5);
        assertThat(series.getSamplesList()).extracting(Sample::getTimestamp).containsExactly(T0);
        all.add(series.getLabelsList());
      }
    }

    assertThat(all).hasSize(AGENTS * SERIES);
  }

  @Test
  void theTimestampsOfAnAgentRise() throws IOException {
    long[] asked = {T0, T0, T0 - 5, T0 + 1, T0 + 100};
    long[] given = {T0, T0 + 1, T0 + 2, T0 + 3, T0 + 100};
    for (int i = 0; i < asked.length; i++) {
      assertThat(next(2, asked[i]).getTimeseries(0).getSamples(0).getTimestamp())
          .isEqualTo(given[i]);
    }
    assertThat(next(3, T0).getTimeseries(0).getSamples(0).getTimestamp()).isEqualTo(T0);
  }
}
