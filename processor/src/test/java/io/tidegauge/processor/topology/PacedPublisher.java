package io.tidegauge.processor.topology;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Publishes a feed little by little while a test does other things, and then what is left. */
final class PacedPublisher implements AutoCloseable {

  private static final int RECORDS = 10;
  private static final long PAUSE_MILLIS = 200;

  private final SamplesFeed feed;
  private final int end;
  private final CompletableFuture<Integer> published;
  private volatile boolean stopped;

  private PacedPublisher(SamplesFeed feed, int end) {
    this.feed = feed;
    this.end = end;
    this.published = CompletableFuture.supplyAsync(this::publish);
  }

  /** Starts with the first record; stops before {@code end}. */
  static PacedPublisher start(SamplesFeed feed, int end) {
    return new PacedPublisher(feed, end);
  }

  private int publish() {
    int at = 0;
    try {
      while (at < end && !stopped) {
        int to = Math.min(end, at + RECORDS);
        feed.publish(at, to);
        at = to;
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("samples could not be published", e);
    }
    return at;
  }

  boolean isPublishing() {
    return !published.isDone();
  }

  /** Publishes the rest at once. */
  void finish() throws InterruptedException, ExecutionException {
    stopped = true;
    feed.publish(published.get(), end);
  }

  @Override
  public void close() {
    stopped = true;
    published.join();
  }
}
