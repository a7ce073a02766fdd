package io.tidegauge.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.cli.CommandFailedException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T08:00:00Z, 2026-01-31T08:00:00Z",
    "2026-01-31T08:00:00.250+01:00, 2026-01-31T07:00:00.250Z",
    "-1h, 2026-03-01T11:00:00Z",
    "-90m, 2026-03-01T10:30:00Z",
    "-2d, 2026-02-27T12:00:00Z",
    "-30s, 2026-03-01T11:59:30Z"
  })
  void timesAndTimesAgo(String text, Instant expected) {
    assertThat(Position.parse(text, NOON)).isEqualTo(new Position.Time(expected));
  }

  @Test
  void offsetsAndEnds() {
    assertThat(Position.parse("1234", NOON)).isEqualTo(new Position.Offset(1234));
    assertThat(Position.parse("beginning", NOON)).isEqualTo(new Position.Beginning());
    assertThat(Position.parse("end", NOON)).isEqualTo(new Position.End());
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "-1w", "1h", "-1", "2026-01-31", ""})
  void anythingElseIsRefusedWithTheForms(String text) {
    assertThatThrownBy(() -> Position.parse(text, NOON))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("2026-01-31T08:00:00Z")
        .hasMessageContaining("-1h");
  }
}
