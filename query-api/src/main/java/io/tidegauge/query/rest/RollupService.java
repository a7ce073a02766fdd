package io.tidegauge.query.rest;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.query.config.InstallationProperties;
import io.tidegauge.query.config.LimitProperties;
import io.tidegauge.query.json.Point;
import io.tidegauge.query.live.LiveFeed;
import io.tidegauge.query.live.LiveState;
import io.tidegauge.query.live.OpenWindows;
import io.tidegauge.query.live.RollupJoin;
import io.tidegauge.query.live.SeriesState;
import io.tidegauge.query.live.TenantState;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import io.tidegauge.query.store.History;
import io.tidegauge.query.store.RollupRange;
import io.tidegauge.query.store.StoredRollups;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers rollups from live state and history, in this order (see {@link RollupJoin}). */
@Component
final class RollupService {

  private final LiveFeed live;
  private final History history;
  private final LimitProperties limits;
  private final long grace;

  RollupService(
      LiveFeed live, History history, LimitProperties limits, InstallationProperties installation) {
    this.live = live;
    this.history = history;
    this.limits = limits;
    this.grace = installation.grace().toMillis();
  }

  /**
   * What live state says of a range as a whole.
   *
   * @param tenant its state; null where the tenant is not known
   * @param watermark UNKNOWN where the tenant is not known
   * @param closed whether history has every window of the range for good
   */
  record LivePart(@Nullable TenantState tenant, long watermark, boolean closed) {}

  private record LiveSeriesRollups(Labels labels, List<Rollup> rollups) {}

  /** Looks at live state, not at its series yet. */
  LivePart live(RollupRange range) {
    LiveState state = live.ready();
    if (state == null) {
      throw new ProblemException(
          ProblemType.LIVE_NOT_READY, "Live state is still being read, try again in a second");
    }
    TenantState tenant = state.tenant(range.tenant());
    if (tenant == null) {
      return new LivePart(null, LiveBatch.UNKNOWN, false);
    }
    long stored = tenant.stored();
    long end = range.window().end(range.window().start(range.to() - 1));
    boolean closed = stored != LiveBatch.UNKNOWN && end + grace <= stored;
    return new LivePart(tenant, tenant.watermark(), closed);
  }

  private static Map<SeriesId, LiveSeriesRollups> series(RollupRange range, LivePart part) {
    Map<SeriesId, LiveSeriesRollups> found = new LinkedHashMap<>();
    TenantState tenant = part.tenant();
    if (tenant != null) {
      tenant.forEachOfMetric(
          range.metric(),
          series -> {
            if (range.matchers().stream().allMatch(m -> m.matches(series.labels()))) {
              List<Rollup> rollups = rollups(series, range, part.closed());
              found.put(series.id(), new LiveSeriesRollups(series.labels(), rollups));
            }
          });
    }
    return found;
  }

  /** What history may not have: of a closed range what was computed again lately, nothing else. */
  private static List<Rollup> rollups(SeriesState series, RollupRange range, boolean closed) {
    List<Rollup> recalculated = series.recalculated(range.window(), range.from(), range.to());
    List<Rollup> open =
        closed ? List.of() : OpenWindows.of(series, range.window(), range.from(), range.to());
    return recalculated.isEmpty() ? open : RollupJoin.join(recalculated, open);
  }

  /** Whether answers of closed ranges are about to change all at once: none is to be kept then. */
  Mono<Boolean> isReplayed() {
    return history.anyReplay();
  }

  /**
   * The lines of the answer, to be subscribed to once. It looks at the live series at once, which
   * takes its time where there are many, and at history afterwards.
   */
  Flux<Line> lines(RollupQuery query, LivePart part) {
    RollupRange range = query.range();
    Map<SeriesId, LiveSeriesRollups> live = series(range, part);
    return labels(range, live)
        .flatMap(labels -> checkPoints(range, labels.size()).thenReturn(labels))
        .flatMapMany(
            labels -> {
              Flux<Joined> joined = join(history.rollups(range), labels, live);
              return query
                  .by()
                  .map(by -> merged(joined, new LineMerger(by, range.window())))
                  .orElseGet(() -> joined.map(RollupService::line));
            });
  }

  private record Joined(Labels labels, List<Rollup> rollups) {}

  private Mono<Map<SeriesId, Labels>> labels(
      RollupRange range, Map<SeriesId, LiveSeriesRollups> live) {
    return history
        .labels(range.tenant(), range.metric(), range.matchers(), limits.series())
        .collectMap(Map.Entry::getKey, Map.Entry::getValue, HashMap::new)
        .map(
            labels -> {
              live.forEach((id, series) -> labels.putIfAbsent(id, series.labels()));
              if (labels.size() > limits.series()) {
                throw tooLarge("series", limits.series(), "add match=label:value");
              }
              return labels;
            });
  }

  private Mono<Void> checkPoints(RollupRange range, int series) {
    if (range.windows() * series <= limits.points()) {
      return Mono.empty();
    }
    return history
        .count(range, limits.points())
        .flatMap(
            points ->
                points <= limits.points()
                    ? Mono.empty()
                    : Mono.error(
                        tooLarge(
                            "windows",
                            limits.points(),
                            "narrow from and to, take a longer window, or add match")));
  }

  private static ProblemException tooLarge(String what, long limit, String advice) {
    return new ProblemException(
        ProblemType.ANSWER_TOO_LARGE,
        "The answer would have more than " + limit + " " + what + "; " + advice);
  }

  private static Flux<Joined> join(
      Flux<StoredRollups> history,
      Map<SeriesId, Labels> labels,
      Map<SeriesId, LiveSeriesRollups> rest) {
    Flux<Joined> stored =
        history.mapNotNull(
            series -> {
              LiveSeriesRollups open = rest.remove(series.series());
              @Nullable Labels known = labels.get(series.series());
              return known == null
                  ? null
                  : new Joined(
                      known,
                      open == null || open.rollups().isEmpty()
                          ? series.rollups()
                          : RollupJoin.join(series.rollups(), open.rollups()));
            });
    Flux<Joined> liveOnly =
        Flux.defer(() -> Flux.fromIterable(rest.values()))
            .filter(series -> !series.rollups().isEmpty())
            .map(series -> new Joined(series.labels(), series.rollups()));
    return stored.concatWith(liveOnly);
  }

  private static Flux<Line> merged(Flux<Joined> joined, LineMerger merger) {
    return joined
        .doOnNext(series -> merger.add(series.labels(), series.rollups()))
        .thenMany(Flux.defer(() -> Flux.fromIterable(merger.lines())));
  }

  private static Line line(Joined series) {
    Map<String, String> labels = series.labels().toMap();
    labels.remove(Labels.NAME);
    return new Line(labels, series.rollups().stream().map(Point::of).toList());
  }
}
