package io.tidegauge.query.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.config.HealthProperties;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Between what this node sees and PostgreSQL: reads rules that were edited, and, on the node that
 * leads, records changes of state with their events and removes what is old. While PostgreSQL is
 * away nothing is kept for it: what has changed is found by comparing, so that of a server that
 * changed twice meanwhile the difference is recorded, once.
 */
@Component
final class HealthRecorder implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(HealthRecorder.class);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration EXPIRY = Duration.ofHours(1);
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final int BATCH = 500;

  private final String node = UUID.randomUUID().toString();
  private final HealthProperties properties;
  private final HealthBoard board;
  private final HealthThread thread;
  private final RuleStore rules;
  private final HealthStore store;
  private final ServiceClock clock;
  private final Counter events;
  private volatile boolean leads;
  private volatile @Nullable Disposable running;

  HealthRecorder(
      HealthProperties properties,
      HealthBoard board,
      HealthThread thread,
      RuleStore rules,
      HealthStore store,
      ServiceClock clock,
      MeterRegistry meters) {
    this.properties = properties;
    this.board = board;
    this.thread = thread;
    this.rules = rules;
    this.store = store;
    this.clock = clock;
    Gauge.builder("tidegauge.query.health.leads", this, each -> each.leads ? 1 : 0)
        .description("Whether this node is the one that records changes of servers' states")
        .register(meters);
    this.events =
        Counter.builder("tidegauge.query.health.recorded")
            .description("States of servers that this node recorded")
            .register(meters);
  }

  @Override
  public void start() {
    Duration pause =
        properties.every().compareTo(LONGEST_PAUSE) < 0 ? properties.every() : LONGEST_PAUSE;
    running =
        Flux.interval(FIRST, pause, thread.scheduler())
            .onBackpressureDrop()
            .concatMap(tick -> pass(), 1)
            .subscribe(
                done -> {}, error -> LOG.error("Nobody records servers' states any more", error));
  }

  private Mono<Void> pass() {
    return rules
        .edits()
        .publishOn(thread.scheduler())
        .flatMap(this::readRules)
        .then(Mono.defer(() -> store.lead(node)))
        .publishOn(thread.scheduler())
        .doOnNext(this::leads)
        .flatMapMany(leading -> Flux.fromIterable(List.copyOf(board.tenants())))
        .concatMap(this::record, 1)
        .then()
        .onErrorResume(
            error -> {
              LOG.debug("Servers' states wait for PostgreSQL", error);
              return Mono.<Void>fromRunnable(() -> leads(false)).subscribeOn(thread.scheduler());
            });
  }

  private Mono<Void> readRules(long edits) {
    return Flux.fromIterable(List.copyOf(board.tenants()))
        .filter(tenant -> tenant.rulesAsOf() != edits)
        .concatMap(
            tenant ->
                rules
                    .of(tenant.tenant())
                    .publishOn(thread.scheduler())
                    .doOnNext(read -> tenant.rules(read, edits))
                    .then()
                    .onErrorResume(error -> later(tenant, error)),
            1)
        .then();
  }

  /** What is wrong with one tenant keeps nobody from the others. */
  private Mono<Void> later(TenantHealth tenant, Throwable error) {
    LOG.debug("The states of {}'s servers wait for PostgreSQL", tenant.tenant(), error);
    return Mono.<Void>fromRunnable(tenant::forgetRecorded).subscribeOn(thread.scheduler());
  }

  private void leads(boolean now) {
    if (now != leads) {
      LOG.info(now ? "This node records servers' states" : "Another node records, or none can");
    }
    leads = now;
    if (!now) {
      board.tenants().forEach(TenantHealth::forgetRecorded);
    }
  }

  private Mono<Void> record(TenantHealth tenant) {
    Mono<Void> known =
        tenant.lacksRecorded(leads)
            ? store
                .states(tenant.tenant())
                .publishOn(thread.scheduler())
                .doOnNext(read -> tenant.recorded(read, leads))
                .then()
            : Mono.empty();
    return known
        .then(Mono.defer(() -> write(tenant)))
        .then(Mono.defer(() -> expire(tenant)))
        .onErrorResume(error -> later(tenant, error));
  }

  private Mono<Void> write(TenantHealth tenant) {
    List<TenantHealth.Change> changes = tenant.changes(clock.millis(), BATCH);
    if (changes.isEmpty()) {
      return Mono.empty();
    }
    return store
        .record(node, tenant.tenant(), changes)
        .publishOn(thread.scheduler())
        .flatMap(
            written -> {
              events.increment(written);
              if (written < changes.size()) {
                tenant.forgetRecorded();
                return Mono.empty();
              }
              tenant.written(changes);
              return changes.size() < BATCH ? Mono.empty() : Mono.defer(() -> write(tenant));
            });
  }

  /** A batch in a pass, so that nobody's changes wait for it; in an hour again where it was all. */
  private Mono<Void> expire(TenantHealth tenant) {
    if (!leads || !tenant.expiryIsDue()) {
      return Mono.empty();
    }
    long now = clock.millis();
    return store
        .expireEvents(tenant.tenant(), now - properties.events().toMillis(), BATCH)
        .zipWhen(
            events ->
                store.expireStates(tenant.tenant(), now - properties.states().toMillis(), BATCH))
        .publishOn(thread.scheduler())
        .doOnNext(
            removed -> {
              long events = removed.getT1();
              List<String> states = removed.getT2();
              LOG.debug(
                  "{} old events and {} states of {} removed",
                  events,
                  states.size(),
                  tenant.tenant());
              tenant.removed(states);
              if (events < BATCH && states.size() < BATCH) {
                tenant.expired(EXPIRY.toNanos());
              }
            })
        .then();
  }

  /** Another node need not wait for the lease to end. */
  @Override
  public void stop() {
    Disposable active = running;
    if (active != null) {
      active.dispose();
      if (leads) {
        store
            .resign(node)
            .timeout(FAREWELL)
            .subscribe(
                done -> {},
                error -> LOG.debug("The lease was not given up, it ends by itself", error));
      }
    }
    running = null;
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }
}
