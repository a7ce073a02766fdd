package io.tidegauge.query.store;

import io.tidegauge.query.breaker.Probe;
import io.tidegauge.query.breaker.Store;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks ClickHouse for nothing, as history is asked. */
@Component
final class HistoryProbe implements Probe {

  private final Queries queries;
  private final Sql sql = new Sql().add("SELECT 1");

  HistoryProbe(Queries queries) {
    this.queries = queries;
  }

  @Override
  public Store store() {
    return Store.CLICKHOUSE;
  }

  @Override
  public Mono<Void> ask() {
    return queries.rows(sql, RowBinary::int8).then();
  }
}
