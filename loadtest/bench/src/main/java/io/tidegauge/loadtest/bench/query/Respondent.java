package io.tidegauge.loadtest.bench.query;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import io.tidegauge.loadtest.bench.system.QueriedSystem;
import io.tidegauge.loadtest.bench.system.RangeAnswer;
import io.tidegauge.loadtest.bench.system.RangeQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** A system that is asked. Not thread-safe. */
final class Respondent implements AutoCloseable {

  private static final double NANOS = 1e9;
  private static final long HIGHEST_MICROS = 60_000_000;

  private final QueriedSystem system;
  private final Asker asker;
  private final ProcessClock clock;

  Respondent(QueriedSystem system) {
    this.system = system;
    this.asker = new Asker(system.address());
    this.clock = new ProcessClock(system.processes());
  }

  String name() {
    return system.store().name();
  }

  String version() {
    return system.store().version();
  }

  ProcessClock clock() {
    return clock;
  }

  /** What it answers to a question. */
  RangeAnswer answer(RangeQuestion question) throws InterruptedException {
    return system.read(asker.ask(system.path(question, true)), question);
  }

  /**
   * Asks questions again and again, each as soon as the one before is answered.
   *
   * @param fresh whether no cache of answers may have them; else each was asked before
   */
  QueryTurn ask(List<RangeQuestion> questions, boolean fresh, int concurrency, Duration length)
      throws InterruptedException {
    if (!fresh) {
      for (RangeQuestion question : questions) {
        asker.ask(system.path(question, false));
      }
    }
    long keptBefore = system.kept();
    Map<String, Double> before = clock.seconds();
    long begin = System.nanoTime();
    Count all = new Count();
    List<Future<Count>> parts = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("ask-", 0).factory())) {
      for (int i = 0; i < concurrency; i++) {
        int first = i;
        parts.add(threads.submit(() -> askOn(questions, first, fresh, begin + length.toNanos())));
      }
      for (Future<Count> part : parts) {
        all.add(part.get());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof EngineException known
          ? known
          : new EngineException("the questions ended: " + e.getCause(), e);
    }
    double seconds = (System.nanoTime() - begin) / NANOS;
    Map<String, Double> used = ProcessClock.between(before, clock.seconds());
    return QueryTurn.of(all.micros, system.kept() - keptBefore, all.bytes, seconds, used);
  }

  /** What one connection was answered. */
  private static final class Count {
    private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
    private long bytes;

    void add(Count other) {
      micros.add(other.micros);
      bytes += other.bytes;
    }
  }

  private Count askOn(List<RangeQuestion> questions, int first, boolean fresh, long deadline)
      throws InterruptedException {
    Count count = new Count();
    int number = first;
    do {
      String path = system.path(questions.get(number++ % questions.size()), fresh);
      long sent = System.nanoTime();
      count.bytes += asker.ask(path).length;
      count.micros.recordValue(Math.clamp((System.nanoTime() - sent) / 1000, 0, HIGHEST_MICROS));
    } while (System.nanoTime() < deadline);
    return count;
  }

  @Override
  public void close() {
    asker.close();
  }
}
