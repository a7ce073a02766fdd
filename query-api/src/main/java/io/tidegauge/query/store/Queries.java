package io.tidegauge.query.store;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.query.breaker.Breakers;
import io.tidegauge.query.breaker.FirstSignal;
import io.tidegauge.query.breaker.Store;
import io.tidegauge.query.config.ClickHouseProperties;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs statements on ClickHouse, each on a thread of a bounded pool, rows as they are wanted. Any
 * failure of the store is the problem {@code history-unavailable}, within about a second where the
 * store hangs and at once while its circuit breaker is open.
 */
@Component
final class Queries implements DisposableBean {

  private final ConnectionPool connections;
  private final CircuitBreaker breaker;
  private final Heartbeat heartbeat;
  private final Scheduler threads;
  private final AtomicInteger running = new AtomicInteger();

  Queries(ClickHouseProperties properties, Breakers breakers, MeterRegistry meters) {
    this.connections = new ConnectionPool(properties);
    this.breaker = breakers.of(Store.CLICKHOUSE, Queries::isGone);
    this.heartbeat = new Heartbeat(properties);
    this.threads =
        Schedulers.newBoundedElastic(
            properties.connections(), properties.queue(), "history", 60, true);
    Gauge.builder("tidegauge.query.history.running", running, AtomicInteger::get)
        .description("Statements that run on ClickHouse")
        .register(meters);
  }

  /** Reads one row. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The rows of a statement. */
  <T> Flux<T> rows(Sql sql, RowReader<T> reader) {
    Flux<T> rows =
        Flux.<T, Run>generate(() -> start(sql), (run, sink) -> next(run, reader, sink), this::end)
            .subscribeOn(threads);
    return FirstSignal.of(breaker, heartbeat.whileItAnswers(rows))
        .onErrorMap(Queries::isOfTheStore, Queries::unavailable);
  }

  /** Whether the store is not there; a statement that it refused or gave up is none of this. */
  private static boolean isGone(Throwable error) {
    if (error instanceof SQLException refused && refused.getSQLState() != null) {
      return !refused.getSQLState().startsWith("22");
    }
    return isOfTheStore(error) && !(error instanceof RejectedExecutionException);
  }

  private static boolean isOfTheStore(Throwable error) {
    return error instanceof SQLException
        || error instanceof RejectedExecutionException
        || error instanceof CallNotPermittedException
        || error instanceof TimeoutException
        || error instanceof IOException;
  }

  private static final class Run {
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean exhausted;

    Run(Connection connection, PreparedStatement statement, ResultSet rows) {
      this.connection = connection;
      this.statement = statement;
      this.rows = rows;
    }
  }

  private Run start(Sql sql) throws SQLException {
    Connection connection = connections.take();
    try {
      PreparedStatement statement = connection.prepareStatement(sql.text());
      sql.bind(statement);
      Run run = new Run(connection, statement, statement.executeQuery());
      running.incrementAndGet();
      return run;
    } catch (SQLException | RuntimeException e) {
      connections.close(connection);
      throw e instanceof SQLException failure ? failure : new SQLException(e);
    }
  }

  private static <T> Run next(Run run, RowReader<T> reader, SynchronousSink<T> sink) {
    try {
      if (advance(run.rows)) {
        sink.next(reader.read(run.rows));
      } else {
        run.exhausted = true;
        sink.complete();
      }
    } catch (SQLException e) {
      sink.error(e);
    }
    return run;
  }

  /** The driver says in both ways that an answer broke off. */
  private static boolean advance(ResultSet rows) throws SQLException {
    try {
      return rows.next();
    } catch (RuntimeException e) {
      throw new SQLException(e);
    }
  }

  private void end(Run run) {
    // A reader that goes away cancels on its event loop, and closing reads what is left.
    if (Schedulers.isInNonBlockingThread()) {
      Schedulers.boundedElastic().schedule(() -> close(run));
    } else {
      close(run);
    }
  }

  private void close(Run run) {
    running.decrementAndGet();
    try {
      run.rows.close();
      run.statement.close();
    } catch (SQLException e) {
      run.exhausted = false;
    }
    // A connection whose answer was not read to its end may still be sending it.
    if (run.exhausted) {
      connections.giveBack(run.connection);
    } else {
      connections.close(run.connection);
    }
  }

  private static ProblemException unavailable(Throwable cause) {
    return new ProblemException(
        ProblemType.HISTORY_UNAVAILABLE,
        "The history store does not answer; live state goes on at /api/v1/live",
        cause);
  }

  @Override
  public void destroy() {
    threads.dispose();
    connections.closeAll();
  }
}
