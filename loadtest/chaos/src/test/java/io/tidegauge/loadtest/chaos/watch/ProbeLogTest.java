package io.tidegauge.loadtest.chaos.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a live answer may say of a probe series. */
class ProbeLogTest {

  private final ProbeLog log = new ProbeLog();

  @Test
  void anAnswerHasAllThatWasAcknowledgedAndMayHaveTheRest() {
    send(1_000, true);
    send(2_000, false);
    send(3_000, true);

    assertThat(log.isRight(0, 3_000, 2)).isTrue();
    assertThat(log.isRight(0, 3_000, 3)).isTrue();
    assertThat(log.isRight(0, 3_000, 1)).as("one is missing").isFalse();
    assertThat(log.isRight(0, 3_000, 4)).as("one counts twice").isFalse();
    assertThat(log.isRight(1_500, 2_500, 0)).isTrue();
  }

  @Test
  void aSampleIsKnownByItsTimestamp() {
    log.sending(1_000, 55);

    assertThat(log.sentAt(1_000)).isEqualTo(55);
    assertThat(log.sentAt(1_001)).isEqualTo(Long.MIN_VALUE);
  }

  private void send(long timestamp, boolean acknowledged) {
    log.sending(timestamp, timestamp);
    if (acknowledged) {
      log.acknowledged();
    }
  }
}
