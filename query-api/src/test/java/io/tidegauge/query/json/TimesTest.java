package io.tidegauge.query.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.window.Window;
import org.junit.jupiter.api.Test;

/** Texts of starts that are remembered. */
class TimesTest {

  @Test
  void everyTimeHasItsOwnTextHoweverManyThereAre() {
    Times times = new Times(Window.M5);

    for (int again = 0; again < 2; again++) {
      for (long start = -3_000L; start < 3_000; start++) {
        long time = start * Window.M5.millis();
        assertThat(times.text(time)).isEqualTo(Json.time(time));
        assertThat(times.text(time)).isEqualTo(Json.time(time));
      }
    }
  }
}
