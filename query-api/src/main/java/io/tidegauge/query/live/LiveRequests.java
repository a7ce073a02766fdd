package io.tidegauge.query.live;

import io.tidegauge.contract.window.Window;
import io.tidegauge.query.config.LimitProperties;
import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.web.Matcher;
import io.tidegauge.query.web.Params;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Reads filters and subscriptions from parameters; the same for REST, SSE and WebSocket. */
@Component
final class LiveRequests {

  /** What a snapshot takes. */
  static final Set<String> FILTER = Set.of("metric", "match", "server", "window");

  /** What a subscription takes. */
  static final Set<String> SUBSCRIPTION =
      Set.of("metric", "match", "server", "window", "since", "maxRate");

  private final LiveProperties live;
  private final LimitProperties limits;

  LiveRequests(LiveProperties live, LimitProperties limits) {
    this.live = live;
    this.limits = limits;
  }

  LiveFilter filter(Params params) {
    List<Matcher> matchers = params.each("match", Matcher::parse);
    if (matchers.size() > limits.matchers()) {
      throw Params.invalid(
          matchers.size() + " match parameters, the limit is " + limits.matchers());
    }
    return new LiveFilter(
        named(params, "metric"),
        matchers,
        named(params, "server"),
        new HashSet<>(params.each("window", Window::ofLabel)));
  }

  private Set<String> named(Params params, String name) {
    Set<String> values = new HashSet<>(params.all(name));
    values.remove("");
    if (values.size() > 1_000) {
      throw Params.invalid(name + " was given " + values.size() + " times, the limit is 1000");
    }
    return values;
  }

  /**
   * A subscription.
   *
   * @param lastEventId what a browser gives when it comes back; goes before {@code since}
   */
  Subscription.Request subscription(Params params, Optional<String> lastEventId) {
    Optional<String> since = lastEventId.or(() -> params.one("since"));
    return new Subscription.Request(
        filter(params),
        since.isPresent(),
        since.flatMap(Position::parse).orElse(null),
        params.number("maxRate", 0.1, 10).orElse((double) live.maxRate()));
  }
}
