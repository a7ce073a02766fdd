package io.tidegauge.loadtest.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void theMedianIsTheOneInTheMiddle() {
    assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(1, 4, 9));
    assertThat(Spread.of(List.of(8.0, 1.0, 4.0, 5.0))).isEqualTo(new Spread(1, 4.5, 8));
    assertThat(Spread.of(List.of(3.0))).isEqualTo(new Spread(3, 3, 3));
  }

  @Test
  void nothingHasNoSpread() {
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
