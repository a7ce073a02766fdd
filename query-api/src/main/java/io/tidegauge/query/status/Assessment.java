package io.tidegauge.query.status;

import io.tidegauge.query.breaker.StoreState.Condition;
import io.tidegauge.query.config.StatusProperties;
import io.tidegauge.query.status.PipelineReport.Lag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the readings come to, and why. Not thread-safe. */
final class Assessment {

  private final List<String> degraded = new ArrayList<>();
  private final List<String> behind = new ArrayList<>();

  /** A store's part. */
  void store(StoreReport store) {
    if (store.condition() == Condition.DOWN) {
      degraded.add(store.name() + " does not answer: " + store.loss() + ".");
    } else if (store.condition() == Condition.RECOVERING) {
      degraded.add(store.name() + " did not answer and is tried again: " + store.loss() + ".");
    }
  }

  /** Something that cannot be read. */
  void lacks(String reason) {
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
          .ifPresent(worst -> behind.add(lagging(consumer, worst, limits)));
    }
  }

  private static String lagging(
      PipelineReport.Consumer consumer, Lag worst, StatusProperties limits) {
    return String.format(
        Locale.ROOT,
        "%s is behind: in partition %d of %s %d records wait for it, for %d s; the limit is %d s.",
        consumer.consumer().label(),
        worst.partition(),
        consumer.consumer().topic().label(),
        worst.records(),
        Duration.ofNanos(worst.ageNanos()).toSeconds(),
        limits.lag().toSeconds());
  }

  /** The live entries' part; null where there is none, which is no reason. */
  void freshness(@Nullable Double seconds, StatusProperties limits) {
    if (seconds != null && seconds * 1e9 > limits.freshness().toNanos()) {
      behind.add(
          String.format(
              Locale.ROOT,
              "The newest live entry is %.0f s old, the limit is %d s: see whether a gateway and a"
                  + " processor run.",
              seconds,
              limits.freshness().toSeconds()));
    }
  }

  Status.State state() {
    if (!degraded.isEmpty()) {
      return Status.State.DEGRADED;
    }
    return behind.isEmpty() ? Status.State.OK : Status.State.BEHIND;
  }

  List<String> reasons() {
    List<String> all = new ArrayList<>(degraded);
    all.addAll(behind);
    return all;
  }
}
