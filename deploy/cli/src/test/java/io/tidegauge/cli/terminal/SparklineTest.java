package io.tidegauge.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparklineTest {

  @Test
  void theLeastIsAtTheBottomTheGreatestAtTheTop() {
    assertThat(line(0, 1, 2, 3, 4, 5, 6, 7)).isEqualTo("▁▂▃▄▅▆▇█");
    assertThat(line(-5, 5)).isEqualTo("▁█");
  }

  @Test
  void whatNeverChangesIsALine() {
    assertThat(line(0, 0, 0)).isEqualTo("▁▁▁");
    assertThat(line(3, 3)).isEqualTo("▄▄");
    assertThat(line()).isEmpty();
  }

  @Test
  void gapsAndInfinities() {
    assertThat(line(1, Double.NaN, 2)).isEqualTo("▁ █");
    assertThat(line(Double.NaN)).isEqualTo(" ");
    assertThat(line(Double.NEGATIVE_INFINITY, 1, 2, Double.POSITIVE_INFINITY)).isEqualTo("▁▁██");
    assertThat(line(-Double.MAX_VALUE, 0, Double.MAX_VALUE)).isEqualTo("▁▅█");
  }

  @Test
  void moreValuesThanColumnsAreAveraged() {
    assertThat(Sparkline.of(new double[] {0, 2, 10, 10, Double.NaN, 4}, 3)).isEqualTo("▁█▃");
    assertThat(Sparkline.of(new double[] {0, Double.NaN, Double.NaN, Double.NaN}, 2))
        .isEqualTo("▁ ");
  }

  private static String line(double... values) {
    return Sparkline.of(values, 80);
  }
}
