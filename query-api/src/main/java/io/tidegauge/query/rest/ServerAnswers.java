package io.tidegauge.query.rest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Has answers about servers worked out by threads of its own, as all series of a server are looked
 * at for them: no event loop may do that. What is the same for all of a tenant is worked out once
 * for those who ask meanwhile, and until a moment later. Thread-safe.
 */
@Component
final class ServerAnswers implements DisposableBean {

  /** How long an answer is given after it is there. */
  static final Duration KEPT = Duration.ofMillis(500);

  /** Tenants with a shared answer at the same time; above that each who asks has one worked out. */
  static final int TENANTS = 1_000;

  private final Map<String, Shared> answers = new ConcurrentHashMap<>();

  /** As many wait for them as the guard of the port lets ask. */
  private final Scheduler threads =
      Schedulers.newBoundedElastic(2, Integer.MAX_VALUE, "servers", 60, true);

  ServerAnswers(MeterRegistry meters) {
    Gauge.builder("tidegauge.query.servers.shared", answers, Map::size)
        .description("Tenants whose list of servers is given to all who ask at the moment")
        .register(meters);
  }

  /**
   * An answer that is the same for all of a tenant.
   *
   * @param work gives what is to be worked out; not asked where there is an answer already
   */
  Mono<byte[]> shared(String tenant, Mono<Supplier<byte[]>> work) {
    return Mono.defer(
        () -> {
          Shared known = answers.get(tenant);
          if (known != null) {
            return known.body;
          }
          return answers.size() < TENANTS
              ? answers.computeIfAbsent(tenant, id -> new Shared(id, apart(work))).body
              : apart(work);
        });
  }

  /** An answer for the one who asks. */
  Mono<byte[]> apart(Mono<Supplier<byte[]>> work) {
    return work.publishOn(threads).map(Supplier::get);
  }

  /** What is shared is out of date; whoever asks from now on gets another one. */
  void forget(String tenant) {
    answers.remove(tenant);
  }

  @Override
  public void destroy() {
    threads.dispose();
  }

  /** From the first who asks until a moment after it is there; a failure is nobody's but theirs. */
  private final class Shared {
    private final Mono<byte[]> body;

    Shared(String tenant, Mono<byte[]> answer) {
      body =
          answer
              .doOnSuccess(
                  done ->
                      threads.schedule(
                          () -> answers.remove(tenant, this),
                          KEPT.toMillis(),
                          TimeUnit.MILLISECONDS))
              .doOnError(error -> answers.remove(tenant, this))
              .cache();
    }
  }
}
