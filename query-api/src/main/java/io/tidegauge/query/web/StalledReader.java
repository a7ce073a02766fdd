package io.tidegauge.query.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Gives up an answer whose reader takes nothing for too long, so that what the answer holds (a
 * statement in ClickHouse, a connection, rows in memory) is let go. A reader that is slow but takes
 * something now and then keeps its answer.
 */
public final class StalledReader {

  private static final int LOOKS = 4;

  private final AtomicLong wanted = new AtomicLong();
  private volatile long moved = System.nanoTime();

  private StalledReader() {}

  /**
   * The same answer; when nothing of it was taken for this long it is cancelled and {@code cut} is
   * called once, which has to end the connection: there is nobody to read an error.
   */
  public static <T> Flux<T> limit(Flux<T> answer, Duration patience, Runnable cut) {
    return Flux.defer(
        () -> {
          StalledReader reader = new StalledReader();
          Flux<Long> stalled =
              Flux.interval(patience.dividedBy(LOOKS), Schedulers.parallel())
                  .onBackpressureDrop()
                  .filter(look -> reader.tookNothingFor(patience))
                  .take(1)
                  .doOnNext(look -> cut.run());
          return answer
              .doOnRequest(reader::wants)
              .doOnNext(piece -> reader.gets())
              .takeUntilOther(stalled);
        });
  }

  private void wants(long more) {
    wanted.accumulateAndGet(more, (sum, n) -> sum + n < 0 ? Long.MAX_VALUE : sum + n);
    moved = System.nanoTime();
  }

  private void gets() {
    wanted.decrementAndGet();
    moved = System.nanoTime();
  }

  /** Whether the reader has all that it asked for, and has not asked for more. */
  private boolean tookNothingFor(Duration patience) {
    return wanted.get() <= 0 && System.nanoTime() - moved > patience.toNanos();
  }
}
