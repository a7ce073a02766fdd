package io.tidegauge.query.metadata;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.tidegauge.query.breaker.Breakers;
import io.tidegauge.query.breaker.Store;
import io.tidegauge.query.config.PostgresProperties;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * PostgreSQL as the service's role, one tenant a transaction. The tables are made and migrated at
 * the start by the administrator's role, on a thread of its own, again and again until the server
 * is there: the rest of the service does not wait for it.
 */
@Component
public final class Postgres implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
  private static final String SCHEMA = "tidegauge_query";

  private final PostgresProperties properties;
  private final ConnectionPool pool;
  private final CircuitBreaker breaker;
  private volatile boolean migrated;
  private volatile boolean triedInVain;
  private volatile @Nullable Thread migrator;

  Postgres(PostgresProperties properties, Breakers breakers) {
    this.properties = properties;
    this.breaker =
        breakers.of(
            Store.POSTGRES, error -> !Refusal.is(error) && !(error instanceof ProblemException));
    this.pool =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(
                    new PostgresqlConnectionFactory(
                        PostgresqlConnectionConfiguration.builder()
                            .host(properties.host())
                            .port(properties.port())
                            .database(properties.database())
                            .username(properties.username())
                            .password(properties.password())
                            .schema(SCHEMA)
                            .connectTimeout(properties.timeout())
                            .statementTimeout(properties.timeout())
                            .build()))
                .initialSize(0)
                .maxSize(properties.connections())
                .maxAcquireTime(properties.timeout())
                .build());
  }

  /**
   * Rows of work done in one transaction of a tenant. It is committed when the rows have been read
   * to their end: whoever cancels, {@code next()} among them, rolls back.
   */
  public <T> Flux<T> inTenant(String tenant, Function<Connection, Flux<T>> work) {
    return transaction(connection -> setTenant(connection, tenant), work);
  }

  /** The same for what belongs to no tenant; it sees no tenant's rows. */
  public <T> Flux<T> ofInstallation(Function<Connection, Flux<T>> work) {
    return transaction(connection -> Mono.empty(), work);
  }

  private <T> Flux<T> transaction(
      Function<Connection, Mono<Void>> prepare, Function<Connection, Flux<T>> work) {
    if (!migrated && !triedInVain) {
      return Flux.error(unavailable(new IllegalStateException("The tables are being made")));
    }
    return Flux.usingWhen(
            Mono.defer(this::migratedConnection),
            connection ->
                Mono.from(connection.beginTransaction())
                    .then(prepare.apply(connection))
                    .thenMany(Flux.defer(() -> work.apply(connection))),
            connection -> Mono.from(connection.commitTransaction()).then(close(connection)),
            (connection, error) -> rollback(connection),
            Postgres::rollback)
        .timeout(properties.timeout())
        .transformDeferred(CircuitBreakerOperator.of(breaker))
        .onErrorMap(error -> !(error instanceof ProblemException), Postgres::unavailable);
  }

  private Mono<Connection> migratedConnection() {
    return migrated
        ? pool.create()
        : Mono.error(new IllegalStateException("The tables are not made yet"));
  }

  private static Mono<Void> setTenant(Connection connection, String tenant) {
    return Mono.from(
            connection
                .createStatement("SELECT set_config('tidegauge.tenant', $1, true)")
                .bind("$1", tenant)
                .execute())
        .flatMapMany(result -> result.map((row, metadata) -> 1))
        .then();
  }

  private static Mono<Void> rollback(Connection connection) {
    return Mono.from(connection.rollbackTransaction())
        .onErrorResume(
            error -> {
              LOG.debug("A transaction did not roll back", error);
              return Mono.empty();
            })
        .then(close(connection));
  }

  private static Mono<Void> close(Connection connection) {
    return Mono.from(connection.close());
  }

  private static ProblemException unavailable(Throwable cause) {
    return new ProblemException(
        ProblemType.METADATA_UNAVAILABLE,
        "The servers' metadata cannot be read or written now, try again in a moment",
        cause);
  }

  @Override
  public void start() {
    Thread started = new Thread(this::migrateUntilDone, "metadata-migration");
    started.setDaemon(true);
    migrator = started;
    started.start();
  }

  private void migrateUntilDone() {
    boolean complained = false;
    while (migrator != null) {
      try {
        migrate();
        migrated = true;
        return;
      } catch (FlywayException e) {
        triedInVain = true;
        if (!complained) {
          LOG.warn("Cannot prepare {}, trying again every second: {}", properties, e.getMessage());
          complained = true;
        }
      }
      try {
        TimeUnit.SECONDS.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void migrate() {
    Flyway.configure()
        .dataSource(properties.jdbcUrl(), properties.adminUsername(), properties.adminPassword())
        .locations("classpath:tidegauge/query/migrations")
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .createSchemas(true)
        .placeholders(Map.of("role", properties.username()))
        .load()
        .migrate();
  }

  @Override
  public void stop() {
    Thread running = migrator;
    migrator = null;
    if (running != null) {
      running.interrupt();
    }
    pool.dispose();
  }

  @Override
  public boolean isRunning() {
    return migrator != null;
  }
}
