package io.tidegauge.query.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LagAgeTest {

  private final LagAge age = new LagAge();

  private long at(long seconds, long passed, long end) {
    return TimeUnit.NANOSECONDS.toSeconds(
        age.update(TimeUnit.SECONDS.toNanos(seconds), passed, end));
  }

  @Test
  void aConsumerAtTheEndIsNotBehind() {
    assertThat(at(0, 10, 10)).isZero();
    assertThat(at(100, 10, 10)).isZero();
  }

  @Test
  void growsWhileNothingIsRead() {
    assertThat(at(0, 10, 20)).isZero();
    assertThat(at(30, 10, 25)).isEqualTo(30);
    assertThat(at(60, 10, 5_000)).isEqualTo(60);
  }

  @Test
  void growsWhileTheConsumerComesNearerAndHasNotPassedWhatWasThere() {
    at(0, 0, 1_000);
    assertThat(at(10, 400, 2_000)).isEqualTo(10);
    assertThat(at(20, 999, 3_000)).isEqualTo(20);
  }

  @Test
  void aConsumerThatIsSteadilyBehindStaysAsOldAsItTakes() {
    at(0, 0, 1_000);
    assertThat(at(40, 1_000, 2_000)).isEqualTo(40); // has passed what was there at 0
    assertThat(at(42, 1_050, 2_050)).isEqualTo(40); // and not, what was there at 40
    assertThat(at(82, 2_000, 3_000)).isEqualTo(42);
  }

  @Test
  void aConsumerThatCatchesUpIsAsOldAsTheLastTook() {
    at(0, 0, 1_000);
    at(40, 1_000, 1_100);
    assertThat(at(45, 1_100, 1_150)).isEqualTo(5);
  }

  @Test
  void theMarkersOfTransactionsAreNoLag() {
    assertThat(at(0, 9, 11)).isZero();
    assertThat(at(600, 9, 11)).isZero();
    assertThat(at(602, 9, 12)).isZero();
    assertThat(at(612, 9, 12)).isEqualTo(10);
  }
}
