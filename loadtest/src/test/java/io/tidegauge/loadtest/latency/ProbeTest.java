package io.tidegauge.loadtest.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ProbeTest {

  @Test
  void aConflatedEventIsSeenWithTheNextOneOfItsSeries() {
    Probe probe = new Probe(2, 3);
    probe.sent(0, 1, 1_000_000);
    probe.sent(0, 2, 3_000_000);
    probe.sent(1, 1, 1_000_000);

    probe.seen(0, 2, 5_000_000);
    probe.seen(0, 1, 9_000_000); // a step back changes nothing
    probe.seen(0, 2, 9_000_000); // nor does the same again

    Histogram micros = probe.histogram();
    assertThat(probe.seenCount()).isEqualTo(2);
    assertThat(micros.getMaxValue()).isBetween(3990L, 4010L);
    assertThat(micros.getMinValue()).isBetween(1990L, 2010L);
  }
}
