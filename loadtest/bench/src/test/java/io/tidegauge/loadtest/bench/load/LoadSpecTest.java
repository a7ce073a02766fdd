package io.tidegauge.loadtest.bench.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.loadtest.body.ValueMix;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadSpecTest {

  @Test
  void aLoadThatIsNoneIsRefused() {
    List<Integer> four = List.of(1, 1, 1, 1);
    assertThatThrownBy(() -> spec(four, 1)).hasMessageContaining("--cardinality");
    List<Integer> five = List.of(1, 1, 1, 1, 1);
    assertThatThrownBy(() -> spec(five, 3)).hasMessageContaining("--samples-per-body");
  }

  private static LoadSpec spec(List<Integer> cardinality, int fewest) {
    return new LoadSpec(10, 6, cardinality, fewest, 2, 1, Duration.ofSeconds(1), 1, ValueMix.MIXED);
  }
}
