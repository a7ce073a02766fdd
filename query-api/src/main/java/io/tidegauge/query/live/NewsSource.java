package io.tidegauge.query.live;

import io.tidegauge.query.live.Subscription.Want;
import io.tidegauge.query.live.View.Found;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is new in a view, for any number of wants at one moment of the state: among the series
 * that changed, where they are remembered, else by comparing.
 *
 * <p>{@link #changed} and {@link #hasChanges} may be called by any thread, everything else by one.
 */
final class NewsSource {

  private final View view;
  private final ChangeLog changes;

  /** As of when the changes were taken last. */
  private @Nullable Position lookedAt;

  /**
   * Nothing was looked at yet.
   *
   * @param pending how many changed series are remembered
   */
  NewsSource(View view, int pending) {
    this.view = view;
    this.changes = new ChangeLog(pending);
  }

  /**
   * What is new from one position on.
   *
   * @param reset whether what the subscriber knows may be wrong
   */
  record News(boolean reset, Found found) {

    boolean isNothing() {
      return found.from() != null && found.series().isEmpty();
    }
  }

  /** What was found at one moment of the state. */
  record Moment(Position at, Map<Want, News> news) {

    News of(Want want) {
      return Objects.requireNonNull(news.get(want));
    }
  }

  /** Notes that a series has changed; whether it is in the view, and was not noted already. */
  boolean changed(SeriesState series) {
    return view.filter().matches(series) && changes.add(series.id());
  }

  /** Whether something has changed since the last look. */
  boolean hasChanges() {
    return !changes.isEmpty();
  }

  /** The position of the last look; null before the first. */
  @Nullable Position lookedAt() {
    return lookedAt;
  }

  /**
   * Forgets changes that nobody will ask for.
   *
   * @param needed nobody wants to know what was before it; null where somebody may
   */
  void trim(@Nullable Position needed) {
    changes.trim(needed);
  }

  /** Finds what is new for each of some wants. Not for event loops. */
  Moment look(Collection<Want> wants) {
    if (lookedAt != null) {
      changes.begin(lookedAt);
    }
    Moment moment =
        view.atOnce(
            () -> {
              changes.take();
              Look look = new Look();
              wants.forEach(look::find);
              return new Moment(view.position(), look.news);
            });
    lookedAt = moment.at();
    return moment;
  }

  /** A look at one moment of the state. */
  private final class Look {
    private final Map<Want, News> news = new HashMap<>();
    private @Nullable Found all;

    void find(Want want) {
      Position from = want.from();
      Optional<Found> known =
          from == null ? Optional.empty() : view.since(from, changes.since(from));
      news.put(
          want, known.isPresent() ? new News(false, known.get()) : new News(want.resumes(), all()));
    }

    private Found all() {
      Found found = all;
      if (found == null) {
        found = view.all();
        all = found;
      }
      return found;
    }
  }
}
