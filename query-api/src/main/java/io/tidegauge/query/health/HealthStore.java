package io.tidegauge.query.health;

import io.tidegauge.query.config.HealthProperties;
import io.tidegauge.query.metadata.Postgres;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The recorded states of servers, their events, and which node records them.
 *
 * <p>One node leads: it holds a lease, a row that a node writes its name into where no other's is
 * still good by PostgreSQL's own clock. A compare-and-set of the states alone would not do: two
 * nodes that see a value at slightly different times would answer each other's changes with events.
 * An advisory lock would do, but it needs a connection outside the pool, and a node that was cut
 * off from the network would hold it until TCP gives up. Each write looks the lease up in its own
 * statement and compares the state that it changes, so that a node that was paused while another
 * took over writes nothing.
 */
@Component
final class HealthStore {

  /** No edit of rules: those before the first reading. */
  static final long NEVER = -1;

  /** A tenant's states that are kept in memory. */
  private static final int MOST_STATES = 100_000;

  private static final String TIME = "timestamptz 'epoch' + interval '1 millisecond' * ";

  private final Postgres postgres;
  private final double lease;

  HealthStore(Postgres postgres, HealthProperties properties) {
    this.postgres = postgres;
    this.lease = properties.lease().toMillis() / 1e3;
  }

  /** Leads, or goes on leading; false where another node does. */
  Mono<Boolean> lead(String node) {
    return postgres
        .ofInstallation(
            connection ->
                RuleStore.update(
                        connection
                            .createStatement(
                                "UPDATE health_lead SET node = $1,"
                                    + " until = clock_timestamp() + interval '1 second' * $2"
                                    + " WHERE node = $1 OR until < clock_timestamp()")
                            .bind("$1", node)
                            .bind("$2", lease))
                    .flux())
        .single()
        .map(rows -> rows > 0);
  }

  /** Lets another node lead at once. */
  Mono<Void> resign(String node) {
    return postgres
        .ofInstallation(
            connection ->
                RuleStore.update(
                        connection
                            .createStatement(
                                "UPDATE health_lead SET until = '-infinity' WHERE node = $1")
                            .bind("$1", node))
                    .flux())
        .then();
  }

  /** What is recorded of a tenant's servers. */
  Mono<Map<String, ServerHealth>> states(String tenant) {
    return postgres
        .inTenant(
            tenant,
            connection ->
                RuleStore.rows(
                    connection
                        .createStatement(
                            "SELECT server, state, since, findings::text AS findings"
                                + " FROM server_states ORDER BY server LIMIT $1")
                        .bind("$1", MOST_STATES),
                    row ->
                        Map.entry(
                            RuleStore.text(row, "server"),
                            new ServerHealth(
                                ServerState.of(RuleStore.text(row, "state")),
                                millis(row.get("since", OffsetDateTime.class)),
                                Finding.read(RuleStore.text(row, "findings"))))))
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  /**
   * Records changes, each with its event; fewer than given where that node does not lead any more,
   * or a state was not as it believed.
   */
  Mono<Long> record(String node, String tenant, List<TenantHealth.Change> changes) {
    return postgres
        .inTenant(
            tenant,
            connection ->
                RuleStore.rows(
                    connection
                        .createStatement(RECORD)
                        .bind("$1", tenant)
                        .bind("$2", node)
                        .bind("$3", strings(changes, TenantHealth.Change::server))
                        .bind("$4", strings(changes, change -> label(change.was())))
                        .bind("$5", strings(changes, change -> label(change.is())))
                        .bind(
                            "$6",
                            changes.stream()
                                .map(change -> change.is().since())
                                .toArray(Long[]::new))
                        .bind(
                            "$7", strings(changes, change -> Finding.text(change.is().findings()))),
                    row -> Objects.requireNonNull(row.get("written", Long.class))))
        .single();
  }

  private static final String RECORD =
      "WITH leader AS (SELECT 1 FROM health_lead"
          + " WHERE node = $2 AND until > clock_timestamp() FOR SHARE),"
          + " news AS (SELECT n.server, n.was, n.state, "
          + TIME
          + "n.since AS since, n.findings::jsonb AS findings"
          + " FROM unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])"
          + " AS n (server, was, state, since, findings), leader),"
          + " added AS (INSERT INTO server_states (tenant, server, state, since, findings)"
          + " SELECT $1, server, state, since, findings FROM news WHERE was = ''"
          + " ON CONFLICT DO NOTHING RETURNING 1),"
          + " changed AS (UPDATE server_states s SET state = n.state, since = n.since,"
          + " findings = n.findings FROM news n"
          + " WHERE s.tenant = $1 AND s.server = n.server AND s.state = n.was"
          + " RETURNING s.server, n.was, s.state, s.since, s.findings),"
          + " events AS (INSERT INTO server_events"
          + " (tenant, time, server, from_state, to_state, findings)"
          + " SELECT $1, since, server, was, state, findings FROM changed RETURNING 1)"
          + " SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM events) AS written";

  private static String[] strings(
      List<TenantHealth.Change> changes, Function<TenantHealth.Change, String> reader) {
    return changes.stream().map(reader).toArray(String[]::new);
  }

  private static String label(@Nullable ServerHealth health) {
    return health == null ? "" : health.state().label();
  }

  /** Removes the oldest of a tenant's events from before a time, ms since the epoch. */
  Mono<Long> expireEvents(String tenant, long before, int most) {
    return postgres
        .inTenant(
            tenant,
            connection ->
                RuleStore.update(
                        connection
                            .createStatement(
                                "DELETE FROM server_events WHERE tenant = $3 AND id = ANY(ARRAY("
                                    + "SELECT id FROM server_events WHERE time < $1"
                                    + " ORDER BY time LIMIT $2))")
                            .bind("$1", time(before))
                            .bind("$2", most)
                            .bind("$3", tenant))
                    .flux())
        .single();
  }

  /**
   * Removes states of servers that are gone since before a time, ms since the epoch.
   *
   * @return the servers
   */
  Mono<List<String>> expireStates(String tenant, long before, int most) {
    return postgres
        .inTenant(
            tenant,
            connection ->
                RuleStore.rows(
                    connection
                        // What was looked for is looked at again: it may have come back meanwhile.
                        .createStatement(
                            "DELETE FROM server_states WHERE tenant = $3 AND state = $4"
                                + " AND since < $1 AND server = ANY(ARRAY("
                                + "SELECT server FROM server_states WHERE state = $4"
                                + " AND since < $1 ORDER BY since LIMIT $2)) RETURNING server")
                        .bind("$1", time(before))
                        .bind("$2", most)
                        .bind("$3", tenant)
                        .bind("$4", ServerState.GONE.label()),
                    row -> RuleStore.text(row, "server")))
        .collectList();
  }

  /** One change of a server's state; findings as JSON. */
  record Event(long id, long time, String server, String from, String to, String findings) {}

  /**
   * A tenant's events, the newest first.
   *
   * @param server of this server; null for all
   * @param from ms since the epoch, inclusive
   * @param to ms since the epoch, exclusive
   */
  Flux<Event> events(String tenant, @Nullable String server, long from, long to, int limit) {
    return postgres.inTenant(
        tenant,
        connection -> {
          var statement =
              connection
                  .createStatement(
                      "SELECT id, time, server, from_state, to_state, findings::text AS findings"
                          + " FROM server_events WHERE time >= $1 AND time < $2"
                          + (server == null ? "" : " AND server = $4")
                          + " ORDER BY time DESC, id DESC LIMIT $3")
                  .bind("$1", time(from))
                  .bind("$2", time(to))
                  .bind("$3", limit);
          if (server != null) {
            statement.bind("$4", server);
          }
          return RuleStore.rows(
              statement,
              row ->
                  new Event(
                      Objects.requireNonNull(row.get("id", Long.class)),
                      millis(row.get("time", OffsetDateTime.class)),
                      RuleStore.text(row, "server"),
                      RuleStore.text(row, "from_state"),
                      RuleStore.text(row, "to_state"),
                      RuleStore.text(row, "findings")));
        });
  }

  private static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  private static long millis(@Nullable OffsetDateTime time) {
    return Objects.requireNonNull(time).toInstant().toEpochMilli();
  }
}
