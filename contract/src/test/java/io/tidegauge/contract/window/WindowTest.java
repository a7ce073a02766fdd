package io.tidegauge.contract.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Window arithmetic, before the epoch too. */
class WindowTest {

  private static final long FAR = 1L << 52;

  @Property
  void aWindowHoldsTheTimestampThatItWasAskedFor(
      @ForAll Window window, @ForAll @LongRange(min = -FAR, max = FAR) long timestamp) {
    long start = window.start(timestamp);

    assertThat(start).isLessThanOrEqualTo(timestamp);
    assertThat(window.end(start)).isGreaterThan(timestamp);
    assertThat(start % window.millis()).isZero();
    assertThat(window.start(start)).isEqualTo(start);
    assertThat(window.start(window.end(start) - 1)).isEqualTo(start);
    assertThat(window.start(window.end(start))).isEqualTo(window.end(start));
  }

  @Property
  void aChildLiesWhollyInItsParent(
      @ForAll Window window, @ForAll @LongRange(min = -FAR, max = FAR) long timestamp) {
    Window parent = window.parent();
    if (parent == null) {
      assertThat(window).isEqualTo(Window.H24);
      return;
    }
    long start = window.start(timestamp);

    assertThat(parent.child()).isEqualTo(window);
    assertThat(parent.millis() % window.millis()).isZero();
    assertThat(parent.start(start)).isEqualTo(parent.start(timestamp));
    assertThat(parent.end(parent.start(start))).isGreaterThanOrEqualTo(window.end(start));
  }

  @Test
  void windowsBeforeTheEpochStartAtOrBeforeTheirSamples() {
    assertThat(Window.M5.start(-1)).isEqualTo(-300_000);
    assertThat(Window.H24.start(-1)).isEqualTo(-86_400_000);
    assertThat(Window.M5.start(-300_000)).isEqualTo(-300_000);
  }

  @Test
  void labelsAreThoseOfTheApi() {
    assertThat(Window.values()).extracting(Window::label).containsExactly("5m", "15m", "1h", "24h");
    assertThat(Window.ofLabel("1h")).isEqualTo(Window.H1);
    assertThatThrownBy(() -> Window.ofLabel("10m"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5m, 15m, 1h, 24h");
  }
}
