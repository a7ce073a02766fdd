package io.tidegauge.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
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
    waiting(100, 0);
    for (int i = 0; i < 49; i++) {
      turn(60 + i, 10 * i);
    }
    check(490);
  }

  @Test
  void aQueueThatStandsRefusesWhatComesAndWhatWaitedTooLong() {
    waiting(100, 0);
    turn(60, 0);
    turn(60, 499);

    assertRefused(() -> turn(60, 500));
    assertRefused(() -> check(500));
    assertRefused(() -> queue.begin(501 * MILLI));
    assertRefused(() -> turn(51, 501));
    turn(50, 502);
    assertThat(queue.waiting()).isEqualTo(100);
  }

  @Test
  void aQueueThatStandsHasRoomForThoseWhoseTurnComesInTime() {
    waiting(100, 0);
    for (int i = 0; i < 51; i++) {
      turn(i < 50 ? 60 : 50, 10 * i); // one after the other in 10 ms
    }
    turn(60, 510);
    assertRefused(() -> turn(60, 1010));
    ended(95);
    assertRefused(() -> check(1011));
    ended(1);
    check(1011); // the fifth waits for 50 ms
  }

  @Test
  void itIsOverWhenNothingHadToBeRefusedForAWhile() {
    waiting(100, 0);
    turn(60, 0);
    assertRefused(() -> turn(60, 500));
    assertRefused(() -> check(999));
    ended(100);
    check(1000);
    waiting(1, 1498);

    waiting(100, 1499); // a burst again
    assertThat(queue.waiting()).isEqualTo(101);
  }

  @Test
  void aFewAreNoQueueHoweverLongTheyWait() {
    waiting(7, 0);
    turn(10_000, 0);
    turn(10_000, 10_000);
    turn(10_000, 20_000);
    check(20_000);
  }

  private void waiting(int count, long nowMillis) {
    for (int i = 0; i < count; i++) {
      queue.begin(nowMillis * MILLI);
    }
  }

  private void ended(int count) {
    for (int i = 0; i < count; i++) {
      queue.end();
    }
  }

  private void turn(long waitedMillis, long nowMillis) {
    queue.checkTurn(waitedMillis * MILLI, nowMillis * MILLI);
  }

  private void check(long nowMillis) {
    queue.check(nowMillis * MILLI);
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RequestRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(RejectReason.OVERLOADED));
  }
}
