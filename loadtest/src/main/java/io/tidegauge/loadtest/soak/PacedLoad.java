package io.tidegauge.loadtest.soak;

import io.tidegauge.loadtest.generate.Generator;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.send.Outcome;
import io.tidegauge.loadtest.send.SampleSender;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sends a generator's samples when their time has come, a few requests at once. Where the gateway
 * is too slow for that, the load falls behind instead of piling up. {@link #run} once; the counts
 * may be read from any thread meanwhile.
 */
final class PacedLoad {

  private static final int AT_ONCE = 4;
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private final Generator generator;
  private final SampleSender sender;
  private final InstantSource clock;
  private final int batch;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
  private volatile long behindMillis;

  PacedLoad(Generator generator, SampleSender sender, InstantSource clock, int batch) {
    this.generator = generator;
    this.sender = sender;
    this.clock = clock;
    this.batch = batch;
  }

  /** Sends all; completes when the last of it is durable or refused. */
  Mono<Void> run() {
    return Flux.<List<LoadSample>>generate(
            sink -> {
              List<LoadSample> next = generator.nextBatch(batch);
              if (next.isEmpty()) {
                sink.complete();
              } else {
                awaitTime(next.getLast().timestamp());
                sink.next(next);
              }
            })
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(this::send, AT_ONCE, 1)
        .then();
  }

  private Mono<Outcome> send(List<LoadSample> samples) {
    return Mono.defer(
        () -> {
          long start = System.nanoTime();
          return sender.send(samples).doOnNext(outcome -> count(outcome, start));
        });
  }

  private void count(Outcome outcome, long start) {
    accepted.add(outcome.accepted());
    refused.add(outcome.refused());
    micros.recordValue(
        Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start)));
  }

  private void awaitTime(long timestamp) {
    long ahead = timestamp - clock.millis();
    behindMillis = Math.max(0, -ahead);
    while (ahead > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ahead));
      ahead = timestamp - clock.millis();
    }
  }

  long accepted() {
    return accepted.sum();
  }

  long refused() {
    return refused.sum();
  }

  /** How late the last request was, milliseconds. */
  long behindMillis() {
    return behindMillis;
  }

  /** Time from a request to its answer, microseconds. */
  Histogram micros() {
    return micros;
  }
}
