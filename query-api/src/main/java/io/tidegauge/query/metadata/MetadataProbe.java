package io.tidegauge.query.metadata;

import io.r2dbc.spi.Result;
import io.tidegauge.query.breaker.Probe;
import io.tidegauge.query.breaker.Store;
import io.tidegauge.query.security.Tenants;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks PostgreSQL for nothing, as metadata is asked for. */
@Component
final class MetadataProbe implements Probe {

  private final Postgres postgres;

  MetadataProbe(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public Store store() {
    return Store.POSTGRES;
  }

  @Override
  public Mono<Void> ask() {
    return postgres
        .inTenant(
            Tenants.DEFAULT,
            connection ->
                Flux.from(connection.createStatement("SELECT 1").execute())
                    .flatMap(MetadataProbe::rows))
        .then();
  }

  private static Flux<Integer> rows(Result result) {
    return Flux.from(result.map((row, metadata) -> 1));
  }
}
