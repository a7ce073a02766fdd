package io.tidegauge.query.web;

import reactor.core.Disposable;

/** Whether a connection takes more at once, and when it does again. Thread-safe. */
public interface Writability {

  /** Whether it does. */
  boolean takesMore();

  /**
   * Has it run, on any thread, each time that the connection takes more again after it did not; it
   * must not block.
   */
  Disposable whenItDoes(Runnable again);
}
