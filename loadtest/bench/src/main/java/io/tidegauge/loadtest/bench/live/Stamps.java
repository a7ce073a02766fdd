package io.tidegauge.loadtest.bench.live;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/** When the newest events of each feed were published. Thread-safe. */
final class Stamps {

  /** Of a feed: many more than are under way. */
  private static final int REMEMBERED = 256;

  private final AtomicLongArray nanos;
  private final AtomicIntegerArray newest;

  Stamps(int feeds) {
    this.nanos = new AtomicLongArray(feeds * REMEMBERED);
    this.newest = new AtomicIntegerArray(feeds);
  }

  /** An event is about to be published; its number, from 1. */
  int next(int feed) {
    int number = newest.get(feed) + 1;
    nanos.set(index(feed, number), System.nanoTime());
    newest.set(feed, number);
    return number;
  }

  /** When an event was about to be published, {@link System#nanoTime()}; an old one is as new. */
  long of(int feed, int number) {
    return nanos.get(index(feed, number));
  }

  private static int index(int feed, int number) {
    return feed * REMEMBERED + number % REMEMBERED;
  }
}
