package io.tidegauge.query.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.config.HealthProperties;
import io.tidegauge.query.live.LiveFeed;
import io.tidegauge.query.live.LiveState;
import io.tidegauge.query.live.TenantState;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Looks at all servers again and again, from this node's live state in memory. Looks begin at
 * multiples of their interval on the clock, and time is counted in these, so that all nodes come to
 * the same. A look that takes longer than it may goes on with the next.
 */
@Component
final class HealthEvaluator implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(HealthEvaluator.class);

  private final HealthProperties properties;
  private final HealthBoard board;
  private final HealthThread thread;
  private final LiveFeed live;
  private final ServiceClock clock;
  private final Counter unfinished;
  private volatile double seconds;
  private volatile @Nullable Disposable running;

  private Iterator<TenantState> tenants = Collections.emptyIterator();
  private Iterator<String> servers = Collections.emptyIterator();
  private @Nullable TenantState current;

  HealthEvaluator(
      HealthProperties properties,
      HealthBoard board,
      HealthThread thread,
      LiveFeed live,
      ServiceClock clock,
      MeterRegistry meters) {
    this.properties = properties;
    this.board = board;
    this.thread = thread;
    this.live = live;
    this.clock = clock;
    Gauge.builder("tidegauge.query.health.look", this, each -> each.seconds)
        .description("How long the last look at the servers took")
        .baseUnit("seconds")
        .register(meters);
    this.unfinished =
        Counter.builder("tidegauge.query.health.unfinished")
            .description("Looks that took all the time they may; the next one goes on there")
            .register(meters);
  }

  @Override
  public void start() {
    long every = properties.every().toMillis();
    Duration first = Duration.ofMillis(every - Math.floorMod(clock.millis(), every));
    running =
        Flux.interval(first, properties.every(), thread.scheduler())
            .onBackpressureDrop()
            .subscribe(
                tick -> look(), error -> LOG.error("Nobody looks at servers any more", error));
  }

  private void look() {
    long began = System.nanoTime();
    long every = properties.every().toMillis();
    // The timer may be late, and on some nodes more than on others.
    long time = Math.floorDiv(clock.millis() + every / 10, every) * every;
    LiveState state = live.ready();
    if (state != null) {
      try {
        look(state, time, began + properties.budget().toNanos());
      } catch (RuntimeException e) {
        LOG.error("A look at the servers failed, the next begins anew", e);
        tenants = Collections.emptyIterator();
        servers = Collections.emptyIterator();
        current = null;
      }
    }
    seconds = (System.nanoTime() - began) / 1e9;
  }

  private void look(LiveState state, long time, long deadline) {
    if (current == null && !tenants.hasNext()) {
      tenants = state.tenants().iterator();
    }
    while (current != null || tenants.hasNext()) {
      TenantState tenant = current;
      if (tenant == null) {
        tenant = tenants.next();
        // Whoever subscribes names a tenant; only those that have servers are looked at.
        if (tenant.servers().isEmpty() && !board.knows(tenant.tenant())) {
          continue;
        }
        current = tenant;
        servers = tenant.servers().iterator();
        board.tenant(tenant.tenant()).begin();
      }
      TenantHealth health = board.tenant(tenant.tenant());
      while (servers.hasNext()) {
        if (System.nanoTime() - deadline > 0) {
          unfinished.increment();
          return;
        }
        health.judge(tenant, servers.next(), time);
      }
      health.end(tenant.servers());
      current = null;
    }
  }

  @Override
  public void stop() {
    Disposable active = running;
    if (active != null) {
      active.dispose();
    }
    running = null;
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }
}
