package io.tidegauge.query.health;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.config.HealthProperties;
import io.tidegauge.query.metadata.Postgres;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import io.tidegauge.query.web.Matcher;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The rules that tenants have edited. Who has edited nothing has the defaults and no rows, so that
 * reading writes nothing; the first edit writes the defaults down, and from then on a default that
 * was deleted stays away. Edits of one tenant come one after the other: each holds the tenant's
 * row.
 */
@Component
final class RuleStore {

  private static final String COLUMNS =
      "id, name, signal, metric, match, compare, warning, critical, for_seconds, enabled";

  private final Postgres postgres;
  private final ServiceClock clock;
  private final int most;

  RuleStore(Postgres postgres, ServiceClock clock, HealthProperties properties) {
    this.postgres = postgres;
    this.clock = clock;
    this.most = properties.rules();
  }

  /** How often rules were edited so far, of all tenants: as long as it stays, all are the same. */
  Mono<Long> edits() {
    return postgres
        .ofInstallation(
            connection ->
                rows(
                    connection.createStatement("SELECT number FROM rule_edits"),
                    row -> Objects.requireNonNull(row.get("number", Long.class))))
        .single();
  }

  /** The tenant's rules, by id. */
  Mono<RuleSet> of(String tenant) {
    return postgres
        .inTenant(
            tenant,
            connection ->
                hasEdited(connection)
                    .flatMapMany(
                        edited ->
                            edited ? all(connection) : Flux.fromIterable(RuleSet.DEFAULTS.all())))
        .collectList()
        .map(RuleSet::new);
  }

  private static Mono<Boolean> hasEdited(Connection connection) {
    return rows(
            connection.createStatement("SELECT count(*) AS edited FROM rule_tenants"),
            row -> Objects.requireNonNull(row.get("edited", Long.class)) > 0)
        .single();
  }

  private static Flux<Rule> all(Connection connection) {
    return rows(
        connection.createStatement("SELECT " + COLUMNS + " FROM rules ORDER BY id"),
        RuleStore::read);
  }

  /** Puts a rule in; true where there was none of its id. */
  Mono<Boolean> put(String tenant, Rule rule) {
    return postgres
        .inTenant(
            tenant,
            connection ->
                beginEdit(connection, tenant)
                    .thenMany(
                        rows(
                            connection.createStatement("SELECT id FROM rules"),
                            row -> text(row, "id")))
                    .collectList()
                    .flatMapMany(
                        ids -> {
                          boolean added = !ids.contains(rule.id());
                          if (added && ids.size() >= most) {
                            return Flux.error(tooMany());
                          }
                          return write(connection, tenant, rule).thenMany(Flux.just(added));
                        }))
        .single();
  }

  private ProblemException tooMany() {
    return new ProblemException(
        ProblemType.TOO_MANY_RULES,
        "There are " + most + " rules, which is the limit; delete one, or change one");
  }

  /** Deletes a rule; where there is none of its id nothing has been edited. */
  Mono<Void> delete(String tenant, String id) {
    return postgres
        .inTenant(
            tenant,
            connection ->
                beginEdit(connection, tenant)
                    .thenMany(
                        update(
                            connection
                                .createStatement("DELETE FROM rules WHERE id = $1")
                                .bind("$1", id)))
                    .flatMap(rows -> rows > 0 ? Mono.just(rows) : Mono.error(notFound(id))))
        .then();
  }

  /** What to say where there is no such rule. */
  static ProblemException notFound(String id) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "There is no rule '" + id + "'; /api/v1/rules lists them");
  }

  /** Writes the defaults down where this is the first edit, and keeps others of the tenant out. */
  private Mono<Void> beginEdit(Connection connection, String tenant) {
    return update(
            connection
                .createStatement(
                    "INSERT INTO rule_tenants (tenant, edited_at) VALUES ($1, $2)"
                        + " ON CONFLICT DO NOTHING")
                .bind("$1", tenant)
                .bind("$2", now()))
        .flatMap(
            rows ->
                rows == 0
                    ? Mono.empty()
                    : Flux.fromIterable(RuleSet.DEFAULTS.all())
                        .concatMap(rule -> write(connection, tenant, rule))
                        .then())
        .then(
            update(
                connection
                    .createStatement("UPDATE rule_tenants SET edited_at = $1")
                    .bind("$1", now())))
        .then(update(connection.createStatement("UPDATE rule_edits SET number = number + 1")))
        .then();
  }

  private static Mono<Void> write(Connection connection, String tenant, Rule rule) {
    Statement statement =
        connection
            .createStatement(
                "INSERT INTO rules (tenant, "
                    + COLUMNS
                    + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                    + " ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name,"
                    + " signal = excluded.signal, metric = excluded.metric, match = excluded.match,"
                    + " compare = excluded.compare, warning = excluded.warning,"
                    + " critical = excluded.critical, for_seconds = excluded.for_seconds,"
                    + " enabled = excluded.enabled")
            .bind("$1", tenant)
            .bind("$2", rule.id())
            .bind("$3", rule.name())
            .bind("$4", rule.signal().label())
            .bind("$5", rule.metric())
            .bind(
                "$6",
                rule.match().stream()
                    .map(matcher -> matcher.label() + ":" + matcher.value())
                    .toArray(String[]::new))
            .bind("$7", rule.compare().label())
            .bind("$10", rule.forSeconds())
            .bind("$11", rule.enabled());
    bind(statement, "$8", rule.warning());
    bind(statement, "$9", rule.critical());
    return update(statement).then();
  }

  private static void bind(Statement statement, String name, @Nullable Double limit) {
    if (limit == null) {
      statement.bindNull(name, Double.class);
    } else {
      statement.bind(name, limit);
    }
  }

  private static Rule read(Row row) {
    return new Rule(
        text(row, "id"),
        text(row, "name"),
        Rule.word(Rule.Signal.class, "signal", text(row, "signal")),
        text(row, "metric"),
        Stream.of(Objects.requireNonNull(row.get("match", String[].class)))
            .map(Matcher::parse)
            .toList(),
        Rule.word(Rule.Compare.class, "compare", text(row, "compare")),
        row.get("warning", Double.class),
        row.get("critical", Double.class),
        Objects.requireNonNull(row.get("for_seconds", Integer.class)),
        Objects.requireNonNull(row.get("enabled", Boolean.class)));
  }

  private Object now() {
    return Instant.ofEpochMilli(clock.millis()).atOffset(ZoneOffset.UTC);
  }

  static String text(Row row, String column) {
    return Objects.requireNonNull(row.get(column, String.class));
  }

  static <T> Flux<T> rows(Statement statement, Function<Row, T> reader) {
    return Flux.defer(() -> Flux.from(statement.execute()))
        .concatMap(result -> result.map((row, metadata) -> reader.apply(row)));
  }

  static Mono<Long> update(Statement statement) {
    return Flux.defer(() -> Flux.from(statement.execute()))
        .concatMap(Result::getRowsUpdated)
        .reduce(0L, Long::sum);
  }
}
