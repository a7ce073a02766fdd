package io.tidegauge.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import org.junit.jupiter.api.Test;

/** A burst waits, a queue that stands does not grow. */
class StandingQueueTest {

  private static final long MILLI = 1_000_000;

  private final StandingQueue queue = new StandingQueue(50 * MILLI);

  @Test
  void aBurstIsTakenThoughItWaits() {
    waiting(100);
    for (int i = 0; i < 49; i++) {
      turn(60 + i, 10 * i);
    }
    assertThatCode(queue::check).doesNotThrowAnyException();
  }

  @Test
  void aQueueThatStandsRefusesWhatComesAndWhatWaitedTooLong() {
    waiting(100);
    turn(60, 0);
    turn(60, 499);

    assertRefused(() -> turn(60, 500));
    assertRefused(queue::check);
    assertRefused(() -> turn(51, 501));
  }

  @Test
  void oneThatDidNotWaitSaysThatItIsOver() {
    waiting(100);
    turn(60, 0);
    assertRefused(() -> turn(60, 600));

    turn(50, 601);

    assertThatCode(queue::check).doesNotThrowAnyException();
    turn(60, 602);
    turn(60, 1101);
    assertRefused(() -> turn(60, 1102));
  }

  @Test
  void aFewAreNoQueueHoweverLongTheyWait() {
    waiting(7);
    turn(10_000, 0);
    turn(10_000, 10_000);
    turn(10_000, 20_000);
    assertThatCode(queue::check).doesNotThrowAnyException();
  }

  @Test
  void whoIsGoneDoesNotWait() {
    waiting(100);
    turn(60, 0);
    assertRefused(() -> turn(60, 500));
    for (int i = 0; i < 93; i++) {
      queue.end();
    }
    assertThat(queue.waiting()).isEqualTo(7);
    assertThatCode(queue::check).doesNotThrowAnyException();
  }

  private void waiting(int count) {
    for (int i = 0; i < count; i++) {
      queue.begin();
    }
  }

  private void turn(long waitedMillis, long nowMillis) {
    queue.checkTurn(waitedMillis * MILLI, nowMillis * MILLI);
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RequestRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(RejectReason.OVERLOADED));
  }
}
