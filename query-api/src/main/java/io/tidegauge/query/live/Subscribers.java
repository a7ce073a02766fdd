package io.tidegauge.query.live;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The audiences of one tenant, found by what they ask for, so that a change costs as much as there
 * are audiences of its metric or server. Thread-safe.
 */
final class Subscribers {

  private final Map<Audience.Key, Audience> audiences = new ConcurrentHashMap<>();
  private final Map<String, Set<Audience>> byMetric = new ConcurrentHashMap<>();
  private final Map<String, Set<Audience>> byServer = new ConcurrentHashMap<>();
  private final Set<Audience> others = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * The audience for one more subscription; it is there until as many have left it.
   *
   * @param make where there is none
   */
  Audience enter(Audience.Key key, Supplier<Audience> make) {
    count.incrementAndGet();
    return audiences.compute(
        key,
        (same, old) -> {
          Audience audience = old == null ? make.get() : old;
          audience.hold();
          if (old == null) {
            add(audience);
          }
          return audience;
        });
  }

  /** One subscription of an audience is over. */
  void leave(Audience audience) {
    count.decrementAndGet();
    audiences.computeIfPresent(
        audience.key(),
        (same, there) -> {
          if (!audience.letGo()) {
            return there;
          }
          remove(audience);
          audience.dispose();
          return null;
        });
  }

  private void add(Audience audience) {
    LiveFilter filter = audience.key().filter();
    if (!filter.metrics().isEmpty()) {
      filter.metrics().forEach(metric -> add(byMetric, metric, audience));
    } else if (!filter.servers().isEmpty()) {
      filter.servers().forEach(server -> add(byServer, server, audience));
    } else {
      others.add(audience);
    }
  }

  private static void add(Map<String, Set<Audience>> index, String key, Audience audience) {
    index.compute(
        key,
        (same, old) -> {
          Set<Audience> set = old == null ? ConcurrentHashMap.newKeySet() : old;
          set.add(audience);
          return set;
        });
  }

  private void remove(Audience audience) {
    LiveFilter filter = audience.key().filter();
    filter.metrics().forEach(metric -> remove(byMetric, metric, audience));
    filter.servers().forEach(server -> remove(byServer, server, audience));
    others.remove(audience);
  }

  private static void remove(Map<String, Set<Audience>> index, String key, Audience audience) {
    index.computeIfPresent(
        key,
        (same, set) -> {
          set.remove(audience);
          return set.isEmpty() ? null : set;
        });
  }

  /** How many subscriptions there are. */
  int count() {
    return count.get();
  }

  /** Tells those who want the series; those who are to be woken are added to {@code toWake}. */
  void changed(SeriesState series, List<Audience> toWake) {
    tell(byMetric.getOrDefault(series.metric(), Set.of()), series, toWake);
    tell(byServer.getOrDefault(series.server(), Set.of()), series, toWake);
    tell(others, series, toWake);
  }

  private static void tell(Set<Audience> audiences, SeriesState series, List<Audience> toWake) {
    for (Audience audience : audiences) {
      if (audience.changed(series)) {
        toWake.add(audience);
      }
    }
  }
}
