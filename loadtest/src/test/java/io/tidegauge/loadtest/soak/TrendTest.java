package io.tidegauge.loadtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static final double MIB = 1 << 20;

  @Test
  void aHeapThatFillsAndIsCollectedIsFlat() {
    Trend trend = of(i -> (100 + 50 * (i % 7)) * MIB);

    assertThat(Watch.Finding.of("ingest", Measure.HEAP, trend).grew()).isFalse();
    assertThat(trend.highest()).isEqualTo(400 * MIB);
  }

  @Test
  void aHeapThatKeepsALittleMoreAfterEachCollectionGrew() {
    Trend trend = of(i -> (100 + 50 * (i % 7) + i * 0.25) * MIB);

    assertThat(Watch.Finding.of("ingest", Measure.HEAP, trend).grew()).isTrue();
  }

  @Test
  void whatIsFilledAtTheBeginningIsNotGrowth() {
    Trend trend = of(i -> i < 60 ? i : 60);

    assertThat(Watch.Finding.of("ingest", Measure.THREADS, trend).grew()).isFalse();
  }

  @Test
  void aFileThatIsNotClosedNowAndThenIsGrowth() {
    Trend trend = of(i -> 200 + i / 10);

    assertThat(Watch.Finding.of("ingest", Measure.FILES, trend).grew()).isTrue();
  }

  @Test
  void aShortRunSaysNothing() {
    Trend trend = new Trend();
    trend.add(1);

    assertThat(trend.known()).isFalse();
  }

  private static Trend of(IntToDoubleFunction value) {
    Trend trend = new Trend();
    for (int i = 0; i < 400; i++) {
      trend.add(value.applyAsDouble(i));
    }
    return trend;
  }
}
