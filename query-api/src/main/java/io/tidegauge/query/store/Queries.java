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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  private static final Logger LOG = LoggerFactory.getLogger(Queries.class);

  private final ClickHouseHttp clickhouse;
  private final CircuitBreaker breaker;
  private final Heartbeat heartbeat;
  private final Scheduler threads;
  private final AtomicInteger running = new AtomicInteger();

  Queries(ClickHouseProperties properties, Breakers breakers, MeterRegistry meters) {
    this.clickhouse = new ClickHouseHttp(properties);
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
    T read(RowBinary row) throws IOException;
  }

  /** Reads what goes together, a row or several; of one answer, so that it may keep something. */
  interface GroupReader<T> {
    /** The next; null where the rows are at their end. */
    @Nullable T next(RowBinary rows) throws IOException;
  }

  /** The rows of a statement. */
  <T> Flux<T> rows(Sql sql, RowReader<T> reader) {
    return groups(sql, () -> rows -> rows.hasNext() ? reader.read(rows) : null);
  }

  /** The rows of a statement, as they go together. */
  <T> Flux<T> groups(Sql sql, Supplier<GroupReader<T>> reader) {
    Flux<T> groups =
        Flux.<T, Run<T>>generate(() -> start(sql, reader.get()), Queries::next, this::end)
            .subscribeOn(threads);
    return FirstSignal.of(breaker, heartbeat.whileItAnswers(groups))
        .onErrorMap(Queries::isOfTheStore, Queries::unavailable);
  }

  /** Whether the store is not there; a statement that it refused or gave up is none of this. */
  private static boolean isGone(Throwable error) {
    return isOfTheStore(error)
        && !(error instanceof RejectedExecutionException)
        && !(error instanceof ClickHouseHttp.RefusedException);
  }

  private static boolean isOfTheStore(Throwable error) {
    return error instanceof IOException
        || error instanceof RejectedExecutionException
        || error instanceof CallNotPermittedException
        || error instanceof TimeoutException;
  }

  private record Run<T>(InputStream answer, RowBinary rows, GroupReader<T> reader) {}

  private <T> Run<T> start(Sql sql, GroupReader<T> reader) throws IOException {
    try {
      InputStream answer = clickhouse.rows(sql);
      running.incrementAndGet();
      return new Run<>(answer, new RowBinary(answer), reader);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("nobody waits for the answer any more");
    }
  }

  private static <T> Run<T> next(Run<T> run, SynchronousSink<T> sink) {
    try {
      T group = run.reader.next(run.rows);
      if (group == null) {
        sink.complete();
      } else {
        sink.next(group);
      }
    } catch (IOException e) {
      sink.error(e);
    }
    return run;
  }

  private void end(Run<?> run) {
    // A reader that goes away cancels on its event loop, and closing waits for a lock.
    if (Schedulers.isInNonBlockingThread()) {
      Schedulers.boundedElastic().schedule(() -> close(run));
    } else {
      close(run);
    }
  }

  private void close(Run<?> run) {
    running.decrementAndGet();
    try {
      run.answer.close();
    } catch (IOException e) {
      LOG.debug("An answer did not close", e);
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
    clickhouse.close();
  }
}
