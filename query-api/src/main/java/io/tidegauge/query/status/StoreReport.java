package io.tidegauge.query.status;

import io.tidegauge.query.breaker.StoreState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a store is.
 *
 * @param name clickhouse, redis, postgres or kafka
 * @param condition how it is
 * @param since when it went away or came back; null where it did neither since the node started
 * @param loss what goes on without it, a clause
 */
record StoreReport(
    String name, StoreState.Condition condition, @Nullable Instant since, String loss) {

  /** Of a store with a circuit breaker. */
  static StoreReport of(StoreState state) {
    return new StoreReport(
        state.store().label(),
        state.condition(),
        state.since(),
        switch (state.store()) {
          case CLICKHOUSE -> "history is not answered, live state goes on";
          case REDIS -> "every answer comes from ClickHouse, nothing is missing";
          case POSTGRES -> "servers are shown without what people said of them";
        });
  }

  /** Of Kafka. */
  static StoreReport kafka(StoreState.Condition condition, @Nullable Instant since) {
    return new StoreReport(
        "kafka", condition, since, "live state stands still, and topics and lags are not known");
  }
}
