package io.tidegauge.query.status;

import io.tidegauge.query.breaker.StoreState.Condition;
import io.tidegauge.query.config.StatusProperties;
import io.tidegauge.query.status.PipelineReport.Lag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the readings come to, and why. Not thread-safe. */
final class Assessment {

  private final List<Reason> degraded = new ArrayList<>();
  private final List<Reason> behind = new ArrayList<>();

  /** A store's part. */
  void store(StoreReport store) {
    if (store.condition() != Condition.UP) {
      degraded.add(Reason.store(store));
    }
  }

  /** Something that cannot be read. */
  void lacks(Reason reason) {
    degraded.add(reason);
  }

  /** The consumers' part. */
  void lag(List<PipelineReport.Consumer> consumers, StatusProperties limits) {
    for (PipelineReport.Consumer consumer : consumers) {
      List<Lag> lags = consumer.lags();
      if (lags == null) {
        continue;
      }
      lags.stream()
          .filter(lag -> lag.ageNanos() > limits.lag().toNanos())
          .max(Comparator.comparingLong(Lag::ageNanos))
          .ifPresent(worst -> behind.add(Reason.lag(consumer.consumer(), worst, limits)));
    }
  }

  /** The live entries' part; null where there is none, which is no reason. */
  void freshness(@Nullable Double seconds, StatusProperties limits) {
    if (seconds != null && seconds * 1e9 > limits.freshness().toNanos()) {
      behind.add(Reason.freshness(seconds, limits));
    }
  }

  Status.State state() {
    if (!degraded.isEmpty()) {
      return Status.State.DEGRADED;
    }
    return behind.isEmpty() ? Status.State.OK : Status.State.BEHIND;
  }

  List<Reason> reasons() {
    List<Reason> all = new ArrayList<>(degraded);
    all.addAll(behind);
    return all;
  }
}
