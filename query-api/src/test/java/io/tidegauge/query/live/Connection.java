package io.tidegauge.query.live;

import io.tidegauge.query.web.Writability;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;

/** A connection that takes more, or not, as a test says. Thread-safe. */
final class Connection implements Writability {

  private final Set<Runnable> waiting = new CopyOnWriteArraySet<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean takesMore = true;

  /** Has it take more, or not. */
  void takesMore(boolean more) {
    takesMore = more;
    if (more) {
      waiting.forEach(Runnable::run);
    }
  }

  /** How often it was asked whether it takes more. */
  int asked() {
    return asked.get();
  }

  @Override
  public boolean takesMore() {
    asked.incrementAndGet();
    return takesMore;
  }

  @Override
  public Disposable whenItDoes(Runnable again) {
    waiting.add(again);
    return () -> waiting.remove(again);
  }
}
