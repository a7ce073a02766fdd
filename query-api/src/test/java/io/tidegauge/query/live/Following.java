package io.tidegauge.query.live;

import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.live.Subscription.Request;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Follows a state without a web server.
 *
 * @param senders threads of the audiences
 */
record Following(LiveState state, String tenant, Scheduler senders) {

  /** The frames of one subscription. */
  Flux<Frame> frames(Request request, Connection connection, LiveProperties limits) {
    return Flux.create(
        sink -> {
          TenantState held = state.tenantForSubscriber(tenant);
          new Subscription(
                  Audience.enter(state, held, request, senders, limits),
                  request,
                  new SinkOutlet(sink, connection))
              .start(() -> state.letGo(held));
        });
  }
}
