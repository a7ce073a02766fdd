package io.tidegauge.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitWordsTest {

  @ParameterizedTest
  @CsvSource({
    "d, days",
    "h, hours",
    "min, minutes",
    "s, seconds",
    "ms, milliseconds",
    "us, microseconds",
    "ns, nanoseconds",
    "By, bytes",
    "KiBy, kibibytes",
    "MiBy, mebibytes",
    "GiBy, gibibytes",
    "TiBy, tebibytes",
    "kBy, kilobytes",
    "MBy, megabytes",
    "GBy, gigabytes",
    "TBy, terabytes",
    "m, meters",
    "V, volts",
    "A, amperes",
    "J, joules",
    "W, watts",
    "g, grams",
    "Cel, celsius",
    "Hz, hertz",
    "%, percent",
  })
  void knowsTheTableOfTheSpecification(String unit, String word) {
    assertThat(UnitWords.of(unit, false)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "{packet}, ''",
    "{packet}s, seconds",
    "m/s, meters_per_second",
    "By/h, bytes_per_hour",
    "{fault}/s, per_second",
    "1/min, per_minute",
    "s/{request}, seconds",
    "widgets, widgets",
    "[foo_bar], foo_bar",
    "m/s^2, meters_per_s_2",
    "{unclosed, ''",
    "/, ''",
    "é, ''",
  })
  void writesOthersAsWords(String unit, String word) {
    assertThat(UnitWords.of(unit, true)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({"true, ratio", "false, ''"})
  void takesOneForARatioOfGaugesOnly(boolean gauge, String word) {
    assertThat(UnitWords.of("1", gauge)).isEqualTo(word);
  }
}
