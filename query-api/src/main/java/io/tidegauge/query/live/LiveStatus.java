package io.tidegauge.query.live;

import io.tidegauge.contract.live.LiveBatch;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What this node's live state has to say of the pipeline. Thread-safe. */
@Component
public final class LiveStatus {

  /** The consumer group that holds the restart point. */
  public static final String GROUP = RestartPoint.GROUP;

  private final LiveFeed feed;

  LiveStatus(LiveFeed feed) {
    this.feed = feed;
  }

  /**
   * Live state at a moment.
   *
   * @param samples how many samples came into open windows; only differences mean something, and
   *     none across a topic made anew, where it begins again
   * @param partitions of the live topic, in order
   */
  public record Reading(long samples, List<Partition> partitions) {

    /** Copies the list. */
    public Reading {
      partitions = List.copyOf(partitions);
    }

    /** The highest watermark of all partitions; {@link LiveBatch#UNKNOWN} where there is none. */
    public long newest() {
      return partitions.stream().mapToLong(Partition::watermark).max().orElse(LiveBatch.UNKNOWN);
    }

    /** The lowest watermark of the partitions that have one; {@link LiveBatch#UNKNOWN}. */
    public long watermark() {
      return partitions.stream()
          .mapToLong(Partition::watermark)
          .filter(watermark -> watermark != LiveBatch.UNKNOWN)
          .min()
          .orElse(LiveBatch.UNKNOWN);
    }
  }

  /**
   * A partition.
   *
   * @param next the offset on the live topic of the next record to be read
   * @param watermark the highest of any tenant, event time in ms; {@link LiveBatch#UNKNOWN} where
   *     no tenant has one
   */
  public record Partition(long next, long watermark) {}

  /**
   * What a tenant has of this node.
   *
   * @param series in memory, ended ones whose windows are still needed among them
   * @param subscribers subscriptions
   */
  public record Tenant(int series, int subscribers) {}

  /** Live state as it is; null until it is ready. */
  public @Nullable Reading read() {
    LiveState state = feed.ready();
    if (state == null) {
      return null;
    }
    Position position = state.position();
    List<Partition> partitions =
        IntStream.range(0, position.partitions())
            .mapToObj(number -> new Partition(position.next(number), state.watermark(number)))
            .toList();
    return new Reading(state.samples(), partitions);
  }

  /** What a tenant has of this node; null until live state is ready. */
  public @Nullable Tenant of(String tenant) {
    LiveState state = feed.ready();
    if (state == null) {
      return null;
    }
    TenantState known = state.tenant(tenant);
    return known == null ? new Tenant(0, 0) : new Tenant(known.size(), known.subscribers().count());
  }
}
