package io.tidegauge.query.live;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.web.Matcher;
import java.util.List;
import java.util.Set;

/**
 * Which series a subscriber wants, and which windows of them.
 *
 * @param metrics any of these; all where empty
 * @param matchers all of these
 * @param servers any of these; all where empty
 * @param windows the windows to be written
 */
public record LiveFilter(
    Set<String> metrics, List<Matcher> matchers, Set<String> servers, Set<Window> windows) {

  /** Everything. */
  public static final LiveFilter ALL =
      new LiveFilter(Set.of(), List.of(), Set.of(), Set.of(Window.values()));

  /** Copies; no window at all means every window. */
  public LiveFilter {
    metrics = Set.copyOf(metrics);
    matchers = List.copyOf(matchers);
    servers = Set.copyOf(servers);
    windows = windows.isEmpty() ? Set.of(Window.values()) : Set.copyOf(windows);
  }

  /** Whether a series is wanted. */
  boolean matches(SeriesState series) {
    return (metrics.isEmpty() || metrics.contains(series.metric()))
        && (servers.isEmpty() || servers.contains(series.server()))
        && matches(series.labels());
  }

  private boolean matches(Labels labels) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
