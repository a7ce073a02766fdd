package io.tidegauge.query.live;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The subscriptions of one tenant, found by what they ask for, so that a change costs as much as
 * there are subscribers of its metric or server. Thread-safe.
 */
final class Subscribers {

  private final Map<String, Set<Subscription>> byMetric = new ConcurrentHashMap<>();
  private final Map<String, Set<Subscription>> byServer = new ConcurrentHashMap<>();
  private final Set<Subscription> others = ConcurrentHashMap.newKeySet();
  private final Set<Subscription> all = ConcurrentHashMap.newKeySet();

  void add(Subscription subscription) {
    all.add(subscription);
    LiveFilter filter = subscription.filter();
    if (!filter.metrics().isEmpty()) {
      filter.metrics().forEach(metric -> add(byMetric, metric, subscription));
    } else if (!filter.servers().isEmpty()) {
      filter.servers().forEach(server -> add(byServer, server, subscription));
    } else {
      others.add(subscription);
    }
  }

  private static void add(
      Map<String, Set<Subscription>> index, String key, Subscription subscription) {
    index.compute(
        key,
        (same, old) -> {
          Set<Subscription> set = old == null ? ConcurrentHashMap.newKeySet() : old;
          set.add(subscription);
          return set;
        });
  }

  void remove(Subscription subscription) {
    all.remove(subscription);
    LiveFilter filter = subscription.filter();
    filter.metrics().forEach(metric -> remove(byMetric, metric, subscription));
    filter.servers().forEach(server -> remove(byServer, server, subscription));
    others.remove(subscription);
  }

  private static void remove(
      Map<String, Set<Subscription>> index, String key, Subscription subscription) {
    index.computeIfPresent(
        key,
        (same, set) -> {
          set.remove(subscription);
          return set.isEmpty() ? null : set;
        });
  }

  /** How many there are. */
  int count() {
    return all.size();
  }

  /** Tells those who want the series; those who are to be woken are added to {@code toWake}. */
  void changed(SeriesState series, List<Subscription> toWake) {
    tell(byMetric.getOrDefault(series.metric(), Set.of()), series, toWake);
    tell(byServer.getOrDefault(series.server(), Set.of()), series, toWake);
    tell(others, series, toWake);
  }

  private static void tell(
      Set<Subscription> subscriptions, SeriesState series, List<Subscription> toWake) {
    for (Subscription subscription : subscriptions) {
      if (subscription.changed(series)) {
        toWake.add(subscription);
      }
    }
  }
}
