package io.tidegauge.processor.window;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import java.util.ArrayList;
import java.util.List;

/** Puts the series of a hand-over into one batch a tenant. */
final class TenantBatches {

  private final TaskState state;
  private final List<List<LiveSeries>> byTenant = new ArrayList<>();

  TenantBatches(TaskState state) {
    this.state = state;
  }

  void add(TenantState tenant, LiveSeries series) {
    of(tenant).add(series);
  }

  boolean isEmpty(TenantState tenant) {
    return of(tenant).isEmpty();
  }

  /** The batch of a tenant, with its watermark; it has no series after that. */
  LiveBatch take(TenantState tenant) {
    List<LiveSeries> series = of(tenant);
    LiveBatch batch =
        new LiveBatch(
            tenant.name,
            state.settings.topicEpoch(),
            Math.max(0, state.offset),
            tenant.watermark,
            LiveBatch.UNKNOWN,
            series);
    series.clear();
    return batch;
  }

  private List<LiveSeries> of(TenantState tenant) {
    while (byTenant.size() <= tenant.index) {
      byTenant.add(new ArrayList<>());
    }
    return byTenant.get(tenant.index);
  }
}
