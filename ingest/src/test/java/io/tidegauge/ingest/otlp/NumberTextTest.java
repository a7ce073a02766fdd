package io.tidegauge.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-1, -1",
    "0.005, 0.005",
    "2.5, 2.5",
    "100, 100",
    "1e6, 1000000",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "1.5e300, 1.5e+300",
    "0.000001, 0.000001",
    "1e-7, 1e-7",
    "-1.25e-9, -1.25e-9",
    "NaN, NaN",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
    "4.9E-324, 4.9e-324",
    "0.1, 0.1",
  })
  void writesOneTextAValue(double value, String text) {
    assertThat(NumberText.of(value)).isEqualTo(text);
  }

  @Property
  void readsBackAsTheSameNumber(@ForAll double value) {
    assertThat(Double.parseDouble(NumberText.of(value))).isEqualTo(value == 0 ? 0.0 : value);
  }
}
