package io.tidegauge.cli.reject;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTextTest {

  @Test
  void namesAndValuesComeBack() {
    SeriesText series =
        requireNonNull(SeriesText.parse("cpu{a=\"1\", b=\"say \\\"x\\\", \\\\ }\", c=\"\"}"));

    assertThat(series.metric()).isEqualTo("cpu");
    assertThat(series.pairs())
        .containsExactly("__name__", "cpu", "a", "1", "b", "say \"x\", \\ }", "c", "");
    assertThat(requireNonNull(SeriesText.parse("up{}")).pairs()).containsExactly("__name__", "up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cpu", "cpu{a=\"1\"", "cpu{a=\"1\"b=\"2\"}", "cpu{a}", "cpu{a=\"1…"})
  void whatIsNotWholeIsNoSeries(String text) {
    assertThat(SeriesText.parse(text)).isNull();
  }

  @Test
  void aTextThatTheGatewayMayHaveCutIsNoSeries() {
    assertThat(SeriesText.parse("cpu{a=\"" + "x".repeat(600) + "\"}")).isNull();
  }
}
