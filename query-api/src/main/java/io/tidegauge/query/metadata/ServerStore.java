package io.tidegauge.query.metadata;

import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
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

  private static final String SELECT =
      "SELECT s.id, s.hostname, s.environment, s.role, s.location, s.owner, s.tags, h.state, h.since"
          + " FROM servers s"
          + " LEFT JOIN server_states h ON h.tenant = s.tenant AND h.server = s.id";

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
                        .createStatement(SELECT + " ORDER BY s.id LIMIT $1")
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
                            .createStatement(SELECT + " WHERE s.id = $1")
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
   * @param owner such as a team
   * @param tags all of them
   */
  public record Change(
      Optional<String> environment,
      Optional<String> role,
      Optional<String> location,
      Optional<String> owner,
      Optional<List<String>> tags) {}

  /** Changes a server; empty where it is not known. */
  public Mono<ServerRecord> change(String tenant, String id, Change change) {
    return postgres
        .inTenant(
            tenant,
            connection -> {
              Statement statement =
                  connection
                      .createStatement(
                          "UPDATE servers SET environment = coalesce($2, environment),"
                              + " role = coalesce($3, role), location = coalesce($4, location),"
                              + " owner = coalesce($5, owner), tags = coalesce($6, tags),"
                              + " updated_at = $7 WHERE id = $1 RETURNING id")
                      .bind("$1", id)
                      .bind("$7", now());
              bind(statement, "$2", change.environment(), String.class);
              bind(statement, "$3", change.role(), String.class);
              bind(statement, "$4", change.location(), String.class);
              bind(statement, "$5", change.owner(), String.class);
              bind(
                  statement,
                  "$6",
                  change.tags().map(tags -> tags.toArray(String[]::new)),
                  String[].class);
              return Flux.from(statement.execute())
                  .flatMap(result -> result.map((row, metadata) -> text(row, "id")))
                  .collectList()
                  .flatMapMany(
                      changed ->
                          changed.isEmpty()
                              ? Flux.empty()
                              : Flux.from(
                                      connection
                                          .createStatement(SELECT + " WHERE s.id = $1")
                                          .bind("$1", id)
                                          .execute())
                                  .flatMap(ServerStore::read));
            })
        .singleOrEmpty();
  }

  private static <T> void bind(Statement statement, String name, Optional<T> value, Class<T> type) {
    value.ifPresentOrElse(
        given -> statement.bind(name, given), () -> statement.bindNull(name, type));
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
    String state = row.get("state", String.class);
    OffsetDateTime since = row.get("since", OffsetDateTime.class);
    return new ServerRecord(
        text(row, "id"),
        text(row, "hostname"),
        text(row, "environment"),
        text(row, "role"),
        text(row, "location"),
        text(row, "owner"),
        List.of(Objects.requireNonNull(row.get("tags", String[].class))),
        state == null ? "" : state,
        since == null ? Long.MIN_VALUE : since.toInstant().toEpochMilli());
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.get(column, String.class));
  }
}
