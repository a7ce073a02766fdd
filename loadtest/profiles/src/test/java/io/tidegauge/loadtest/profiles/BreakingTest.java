package io.tidegauge.loadtest.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BreakingTest {

  private static final long SECOND = 1_000_000_000L;

  private final Breaking breaking = new Breaking();

  /** Five seconds of requests at a rate, of which one in some is bad. */
  private void five(int number, int perSecond, int oneIn) {
    for (int i = 0; i < 5 * perSecond; i++) {
      breaking.add(i % oneIn != 0, number * (5 * SECOND) + i * SECOND / perSecond);
    }
  }

  @Test
  void itBreaksWhereMoreThanATwentiethIsBad() {
    five(0, 100, 25);
    five(1, 200, 25);
    five(2, 300, 10);
    assertThat(breaking.isBroken()).isFalse();
    five(3, 400, 1000);

    assertThat(breaking.isBroken()).isTrue();
    assertThat(breaking.held()).isEqualTo(200, within(1.0));
    assertThat(breaking.broken()).isEqualTo(300, within(1.0));
  }

  @Test
  void itStaysBrokenAndKeepsWhatWasHeld() {
    five(0, 100, 2);
    five(1, 50, 1000);
    five(2, 500, 1000);
    five(3, 500, 1000);

    assertThat(breaking.broken()).isEqualTo(100, within(1.0));
    assertThat(breaking.held()).isZero();
  }

  @Test
  void aFewRequestsSayNothing() {
    five(0, 3, 1);
    five(1, 100, 1000);
    five(2, 100, 1000);

    assertThat(breaking.isBroken()).isFalse();
    assertThat(breaking.held()).isEqualTo(100, within(1.0));
  }
}
