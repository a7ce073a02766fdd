package io.tidegauge.query.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.window.Window;
import org.junit.jupiter.api.Test;

/** The measures of a request. */
class MeasureTest {

  @Test
  void eachIsThereOnceHoweverOftenItIsWritten() {
    assertThat(Measure.parse("avg, p95,avg ,avg,p95"))
        .extracting(Measure::name)
        .containsExactly("avg", "p95");
  }

  @Test
  void thereIsOneNaNWhateverItsBits() {
    Aggregate odd = new Aggregate();
    odd.restore(1, 0, Double.longBitsToDouble(0xFFF8_0000_0000_0001L), 0, 0, 0, 0);
    Point point = new Point(Window.M5, 0, true, odd);

    assertThat(Double.doubleToRawLongBits(Measure.parse("sum").getFirst().of(point, 0)))
        .isEqualTo(Double.doubleToRawLongBits(Double.NaN));
  }
}
