package io.tidegauge.query.status;

import io.tidegauge.contract.reject.RejectReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refusals of the last hour by tenant and reason, in slots of five minutes of the time at which
 * they were received: the same on every node. Bounded: a number of tenants, as many reasons as
 * there are. Thread-safe.
 */
final class RejectCounts {

  private static final long SLOT = Duration.ofMinutes(5).toMillis();

  /** The hour's, and the one that is being filled. */
  private static final int SLOTS = 13;

  private final int limit;
  private final Map<String, Map<RejectReason, Slots>> tenants = new HashMap<>();
  private long leftOut = Long.MIN_VALUE;

  /**
   * Without a refusal.
   *
   * @param limit how many tenants are counted
   */
  RejectCounts(int limit) {
    this.limit = limit;
  }

  private static final class Slots {
    private final long[] numbers = new long[SLOTS];
    private final long[] counts = new long[SLOTS];
    private long last = Long.MIN_VALUE;

    void add(long received) {
      long number = Math.floorDiv(received, SLOT);
      int at = Math.floorMod(number, SLOTS);
      if (numbers[at] < number) {
        numbers[at] = number;
        counts[at] = 0;
      }
      if (numbers[at] == number) {
        counts[at]++;
        last = Math.max(last, received);
      }
    }

    long countFrom(long first) {
      long count = 0;
      for (int i = 0; i < SLOTS; i++) {
        count += numbers[i] >= first ? counts[i] : 0;
      }
      return count;
    }
  }

  /**
   * A tenant's refusals.
   *
   * @param since from when on they are counted, ms since the epoch
   * @param reasons most frequent first
   */
  record OfTenant(long since, List<Count> reasons) {

    /** Copies. */
    OfTenant {
      reasons = List.copyOf(reasons);
    }

    /** How many, of all reasons. */
    long total() {
      return reasons.stream().mapToLong(Count::count).sum();
    }
  }

  /**
   * The refusals of a reason.
   *
   * @param last when the last one was received, ms since the epoch
   */
  record Count(RejectReason reason, long count, long last) {}

  /** Where counting begins now, ms since the epoch: an hour ago, at a slot's start. */
  static long since(long now) {
    return firstSlot(now) * SLOT;
  }

  private static long firstSlot(long now) {
    return Math.floorDiv(now, SLOT) - SLOTS + 1;
  }

  /** Counts a refusal. */
  synchronized void add(String tenant, RejectReason reason, long received) {
    Map<RejectReason, Slots> ofTenant = tenants.get(tenant);
    if (ofTenant == null) {
      if (tenants.size() >= limit) {
        leftOut = Math.max(leftOut, received);
        return;
      }
      ofTenant = new EnumMap<>(RejectReason.class);
      tenants.put(tenant, ofTenant);
    }
    ofTenant.computeIfAbsent(reason, r -> new Slots()).add(received);
  }

  /** A tenant's refusals; null where it may be one of those that there was no room for. */
  synchronized @Nullable OfTenant of(String tenant, long now) {
    long since = since(now);
    Map<RejectReason, Slots> ofTenant = tenants.get(tenant);
    if (ofTenant == null) {
      return leftOut >= since ? null : new OfTenant(since, List.of());
    }
    List<Count> reasons = new ArrayList<>();
    ofTenant.forEach(
        (reason, slots) -> {
          long count = slots.countFrom(firstSlot(now));
          if (count > 0) {
            reasons.add(new Count(reason, count, slots.last));
          }
        });
    reasons.sort(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::reason));
    return new OfTenant(since, reasons);
  }

  /** Forgets what is older than the hour, so that there is room for others. */
  synchronized void forgetBefore(long now) {
    long first = firstSlot(now);
    tenants
        .values()
        .removeIf(
            reasons -> {
              reasons.values().removeIf(slots -> slots.countFrom(first) == 0);
              return reasons.isEmpty();
            });
  }

  /** How many numbers are kept: of each tenant one a reason. */
  synchronized int size() {
    return tenants.values().stream().mapToInt(Map::size).sum();
  }
}
