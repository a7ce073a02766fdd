package io.tidegauge.query.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Snapshots of and subscriptions to the live state: what SSE and WebSocket share. Thread-safe. */
@Component
final class Feed implements DisposableBean {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LiveFeed live;
  private final LiveProperties limits;
  private final AtomicInteger subscribers = new AtomicInteger();

  /** Threads that may wait for the state; one audience stays on one. */
  private final Scheduler senders =
      Schedulers.newBoundedElastic(2, Integer.MAX_VALUE, "live-send", 60, true);

  Feed(LiveFeed live, LiveProperties limits, MeterRegistry meters) {
    this.live = live;
    this.limits = limits;
    Gauge.builder("tidegauge.query.live.subscribers", subscribers, AtomicInteger::get)
        .description("Subscriptions served")
        .register(meters);
  }

  /** The body of a snapshot. */
  Mono<byte[]> snapshot(String tenant, LiveFilter filter) {
    LiveState state = live.ready();
    return state == null
        ? Mono.error(Feed::notReady)
        : Mono.fromCallable(() -> snapshot(state, tenant, filter)).subscribeOn(senders);
  }

  private byte[] snapshot(LiveState state, String tenant, LiveFilter filter) {
    View view = new View(state, state.tenantOrEmpty(tenant), filter);
    View.Found all = view.atOnce(view::all);
    checkSize(all.series().size());
    return view.frame(Frame.Event.SNAPSHOT, all, 0).body();
  }

  /**
   * Lets a subscription in; waits for the state to be ready.
   *
   * @throws ProblemException as a signal, where the node serves as many as it may, or too much fits
   */
  Mono<Admitted> admit(String tenant, Subscription.Request request) {
    return live.whenReady()
        .timeout(PATIENCE, Mono.error(Feed::notReady))
        // What fits is counted: neither for an event loop nor for the thread that reads the topic.
        .publishOn(senders)
        .map(state -> admit(state, tenant, request));
  }

  private Admitted admit(LiveState state, String tenant, Subscription.Request request) {
    if (subscribers.get() >= limits.subscribers()) {
      throw new ProblemException(
          ProblemType.TOO_MANY_SUBSCRIBERS,
          "This node serves its limit of " + limits.subscribers() + " subscriptions, try another");
    }
    AtomicInteger matching = new AtomicInteger();
    state
        .tenantOrEmpty(tenant)
        .forEachMatching(request.filter(), series -> matching.incrementAndGet());
    checkSize(matching.get());
    return (waiting, outlets) ->
        follow(state, tenant, request, waiting, outlets).takeUntilOther(live.stopped());
  }

  /** A subscription that may begin. */
  @FunctionalInterface
  interface Admitted {

    /**
     * Its frames, until it is over.
     *
     * @param waiting what becomes of frames that are given to the sink before they are asked for
     * @param outlets where they go, for each live state; those that are given to the sink come out
     *     of the flux
     */
    Flux<Frame> frames(
        FluxSink.OverflowStrategy waiting, Function<FluxSink<Frame>, Outlet> outlets);
  }

  /** The frames of a state, and of the one that takes its place. */
  private Flux<Frame> follow(
      LiveState state,
      String tenant,
      Subscription.Request request,
      FluxSink.OverflowStrategy waiting,
      Function<FluxSink<Frame>, Outlet> outlets) {
    Flux<Frame> frames =
        Flux.create(sink -> begin(state, tenant, request, outlets.apply(sink)), waiting);
    return frames
        .takeUntilOther(state.replaced())
        .concatWith(
            live.whenReady()
                .flatMapMany(next -> follow(next, tenant, request.afresh(), waiting, outlets)));
  }

  private void begin(LiveState state, String tenant, Subscription.Request request, Outlet outlet) {
    TenantState held = state.tenantForSubscriber(tenant);
    Audience audience = Audience.enter(state, held, request, senders, limits);
    subscribers.incrementAndGet();
    new Subscription(audience, request, outlet)
        .start(
            () -> {
              subscribers.decrementAndGet();
              state.letGo(held);
            });
  }

  /** Completes when the node is to stop; a client goes on at another with its last position. */
  Mono<Void> stopped() {
    return live.stopped();
  }

  private void checkSize(int series) {
    if (series > limits.snapshot()) {
      throw new ProblemException(
          ProblemType.ANSWER_TOO_LARGE,
          series
              + " series fit, the limit is "
              + limits.snapshot()
              + "; narrow it with metric, match or server");
    }
  }

  private static ProblemException notReady() {
    return new ProblemException(
        ProblemType.LIVE_NOT_READY, "Live state is still being read, try again in a second");
  }

  @Override
  public void destroy() {
    senders.dispose();
  }
}
