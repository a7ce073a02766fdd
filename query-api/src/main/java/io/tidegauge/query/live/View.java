package io.tidegauge.query.live;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.series.SeriesId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's series through one filter: what is there, and what has changed since a position.
 * What it finds is exact: all that is before the position that it says, and nothing else.
 * Thread-safe.
 */
final class View {

  private final LiveState state;
  private final TenantState tenant;
  private final LiveFilter filter;

  View(LiveState state, TenantState tenant, LiveFilter filter) {
    this.state = state;
    this.tenant = tenant;
    this.filter = filter;
  }

  /**
   * What was found.
   *
   * @param from the position that it follows; null where it is all that there is
   * @param at the position that it is true for
   * @param watermark of the tenant; UNKNOWN where this node is behind the position
   */
  record Found(@Nullable Position from, Position at, long watermark, List<SeriesState> series) {}

  TenantState tenant() {
    return tenant;
  }

  LiveFilter filter() {
    return filter;
  }

  /**
   * All that there is.
   *
   * @param alongside is run at the same moment of the state, as often as it is looked at
   */
  Found all(Runnable alongside) {
    return state.between(
        () -> {
          alongside.run();
          List<SeriesState> all = new ArrayList<>();
          tenant.forEachMatching(filter, all::add);
          return found(null, state.position(), all);
        });
  }

  /** What is newer than a position that a subscriber came back with; null where it is not known. */
  @Nullable Found resumed(Position from, Runnable alongside) {
    Found[] found = new Found[1];
    boolean known =
        state.between(
            () -> {
              alongside.run();
              if (!from.comparable(state.position()) || !tenant.tombstones().reachBackTo(from)) {
                return false;
              }
              found[0] = found(from, from.max(state.position()), newerThan(from));
              return true;
            });
    return known ? found[0] : null;
  }

  /**
   * What is newer than a position; empty where some of what has ended since is not remembered.
   *
   * @param changed the series that may be, as of the moment that it is asked; null for all. It may
   *     be asked several times
   */
  Optional<Found> since(Position last, Supplier<@Nullable Set<SeriesId>> changed) {
    return state.between(
        () -> {
          Set<SeriesId> ids = changed.get();
          boolean ends = ids == null || ids.stream().anyMatch(this::hasEnded);
          if (ends && !tenant.tombstones().reachBackTo(last)) {
            return Optional.empty();
          }
          List<SeriesState> news = ids == null ? newerThan(last) : changesOf(ids, last, ends);
          return Optional.of(found(last, last.max(state.position()), news));
        });
  }

  private boolean hasEnded(SeriesId id) {
    SeriesState one = tenant.series(id);
    return one == null || one.ended();
  }

  /** The position that everything has now. */
  Position now(Runnable alongside) {
    return state.between(
        () -> {
          alongside.run();
          return state.position();
        });
  }

  /** The same, or where the node is behind a subscriber, the subscriber's. */
  Position after(Position last, Runnable alongside) {
    return last.max(now(alongside));
  }

  /** The frame that others got for the same step; null where there is none. */
  @Nullable Frame shared(@Nullable Position from, Position to) {
    return state.frames().get(new SharedFrames.Step(tenant.tenant(), filter, from, to));
  }

  /** The frame of what was found, for others too. */
  Frame share(Frame.Event event, Found found) {
    Frame frame = frame(event, found, 0);
    state
        .frames()
        .put(new SharedFrames.Step(tenant.tenant(), filter, found.from(), found.at()), frame);
    return frame;
  }

  /**
   * The frame of what was found, for one subscriber.
   *
   * @param lag how long it has waited for the subscriber, seconds; 0 where it has not
   */
  Frame frame(Frame.Event event, Found found, double lag) {
    return new Frame(
        event,
        found.at().toString(),
        LiveBody.encode(
            found.from(), found.at(), found.watermark(), lag, found.series(), filter.windows()));
  }

  /** Nothing has changed up to a position. */
  Frame nothingNew(Position at) {
    return frame(Frame.Event.HEARTBEAT, new Found(at, at, LiveBatch.UNKNOWN, List.of()), 0);
  }

  private Found found(@Nullable Position from, Position at, List<SeriesState> series) {
    boolean there = at.equals(state.position());
    return new Found(from, at, there ? tenant.watermark() : LiveBatch.UNKNOWN, series);
  }

  private List<SeriesState> changesOf(Set<SeriesId> ids, Position last, boolean ends) {
    List<SeriesState> changes = new ArrayList<>(ids.size());
    for (SeriesId id : ids) {
      SeriesState one = tenant.series(id);
      if (one != null && !one.ended() && last.isNewer(one.partition(), one.liveOffset())) {
        changes.add(one);
      }
    }
    if (ends) {
      changes.addAll(tenant.endedSince(last, filter));
    }
    return changes;
  }

  private List<SeriesState> newerThan(Position last) {
    List<SeriesState> changes = new ArrayList<>(tenant.endedSince(last, filter));
    tenant.forEachMatching(
        filter,
        one -> {
          if (last.isNewer(one.partition(), one.liveOffset())) {
            changes.add(one);
          }
        });
    return changes;
  }
}
