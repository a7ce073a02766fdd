package io.tidegauge.query.metadata;

import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.tidegauge.contract.time.ServiceClock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of servers; each call sees one tenant's rows. */
@Component
public final class ServerStore {

  private static final String COLUMNS = "id, hostname, environment, role, location";

  private final Postgres postgres;
  private final ServiceClock clock;

  ServerStore(Postgres postgres, ServiceClock clock) {
    this.postgres = postgres;
    this.clock = clock;
  }

  /** The tenant's servers, by id. */
  public Flux<ServerRecord> all(String tenant, int limit) {
    return postgres.inTenant(
        tenant,
        connection ->
            Flux.from(
                    connection
                        .createStatement("SELECT " + COLUMNS + " FROM servers ORDER BY id LIMIT $1")
                        .bind("$1", limit)
                        .execute())
                .flatMap(ServerStore::read));
  }

  /** One of the tenant's servers; empty where it is not known. */
  public Mono<ServerRecord> one(String tenant, String id) {
    return postgres
        .inTenant(
            tenant,
            connection ->
                Flux.from(
                        connection
                            .createStatement("SELECT " + COLUMNS + " FROM servers WHERE id = $1")
                            .bind("$1", id)
                            .execute())
                    .flatMap(ServerStore::read))
        .singleOrEmpty();
  }

  /**
   * What is to be changed of a server; what is empty stays.
   *
   * @param environment such as production
   * @param role such as database
   * @param location such as a data centre
   */
  public record Change(
      Optional<String> environment, Optional<String> role, Optional<String> location) {}

  /** Changes a server; empty where it is not known. */
  public Mono<ServerRecord> change(String tenant, String id, Change change) {
    return postgres
        .inTenant(
            tenant,
            connection -> {
              var statement =
                  connection
                      .createStatement(
                          "UPDATE servers SET environment = coalesce($2, environment),"
                              + " role = coalesce($3, role), location = coalesce($4, location),"
                              + " updated_at = $5 WHERE id = $1 RETURNING "
                              + COLUMNS)
                      .bind("$1", id)
                      .bind("$5", now());
              List<Optional<String>> values =
                  List.of(change.environment(), change.role(), change.location());
              for (int i = 0; i < values.size(); i++) {
                String name = "$" + (i + 2);
                values
                    .get(i)
                    .ifPresentOrElse(
                        value -> statement.bind(name, value),
                        () -> statement.bindNull(name, String.class));
              }
              return Flux.from(statement.execute()).flatMap(ServerStore::read);
            })
        .singleOrEmpty();
  }

  /** Adds servers that are not there yet. */
  public Mono<Void> add(String tenant, List<String> ids) {
    return postgres
        .inTenant(
            tenant,
            connection ->
                Flux.from(
                        connection
                            .createStatement(
                                "INSERT INTO servers (tenant, id, hostname, first_seen, updated_at)"
                                    + " SELECT $1, seen, seen, $3, $3 FROM unnest($2::text[]) AS seen"
                                    + " ON CONFLICT DO NOTHING")
                            .bind("$1", tenant)
                            .bind("$2", ids.toArray(String[]::new))
                            .bind("$3", now())
                            .execute())
                    .flatMap(Result::getRowsUpdated))
        .then();
  }

  private OffsetDateTime now() {
    return Instant.ofEpochMilli(clock.millis()).atOffset(ZoneOffset.UTC);
  }

  private static Flux<ServerRecord> read(Result result) {
    return Flux.from(result.map((row, metadata) -> read(row)));
  }

  private static ServerRecord read(Row row) {
    return new ServerRecord(
        text(row, "id"),
        text(row, "hostname"),
        text(row, "environment"),
        text(row, "role"),
        text(row, "location"));
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.get(column, String.class));
  }
}
