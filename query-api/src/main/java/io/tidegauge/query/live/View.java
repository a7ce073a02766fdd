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

  /** What a reading finds at one moment of the state; it may be made twice. Not for event loops. */
  <T> T atOnce(Supplier<T> reading) {
    return state.between(reading);
  }

  /** The position that everything has now. */
  Position position() {
    return state.position();
  }

  /** All that there is; exact where it is found {@link #atOnce}. */
  Found all() {
    Position now = state.position();
    List<SeriesState> all = new ArrayList<>();
    tenant.forEachMatching(filter, all::add);
    return new Found(null, now, tenant.watermark(), all);
  }

  /**
   * What is newer than a position; empty where the position is of another topic, or some of what
   * has ended since is not remembered. Exact where it is found {@link #atOnce}.
   *
   * @param changed the series that may be; null for all
   */
  Optional<Found> since(Position last, @Nullable Set<SeriesId> changed) {
    Position now = state.position();
    if (!last.comparable(now)) {
      return Optional.empty();
    }
    boolean ends = changed == null || changed.stream().anyMatch(this::hasEnded);
    if (ends && !tenant.tombstones().reachBackTo(last)) {
      return Optional.empty();
    }
    List<SeriesState> news = changed == null ? newerThan(last) : changesOf(changed, last, ends);
    // Where this node is behind the position it says nothing that is older.
    Position at = last.max(now);
    long watermark = at.equals(now) ? tenant.watermark() : LiveBatch.UNKNOWN;
    return Optional.of(new Found(last, at, watermark, news));
  }

  private boolean hasEnded(SeriesId id) {
    SeriesState one = tenant.series(id);
    return one == null || one.ended();
  }

  /** The frame of what was found, for others who want the same step too. */
  Frame share(Frame.Event event, Found found) {
    SharedFrames.Step step =
        new SharedFrames.Step(tenant.tenant(), filter, found.from(), found.at());
    Frame others = state.frames().get(step);
    if (others != null) {
      return others;
    }
    Frame frame = frame(event, found, 0);
    state.frames().put(step, frame);
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
