package io.tidegauge.loadtest.bench.system;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tidegauge as subscribers see it: their connections are the query node's, wherever events go in.
 */
abstract class TidegaugeFeeds implements FanOut {

  private final FeedNode node;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  TidegaugeFeeds(FeedNode node) {
    this.node = node;
  }

  @Override
  public final String name() {
    return "Tidegauge";
  }

  @Override
  public final String version() {
    return Versions.tidegauge();
  }

  @Override
  public final Map<String, Long> processes() {
    return node.processes();
  }

  @Override
  public final InetSocketAddress address() {
    return node.address();
  }

  @Override
  public final String path(int feed) {
    return FeedNode.path(feed);
  }

  @Override
  public final String tenant() {
    return FeedNode.TENANT;
  }

  /** An event was not taken; the first reason is kept. Thread-safe. */
  final void failed(String why) {
    failure.compareAndSet(null, why);
  }

  @Override
  public final Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  @Override
  public final long memory() throws InterruptedException {
    return node.memory();
  }

  /** Ends the query node. */
  @Override
  public void close() {
    node.close();
  }
}
