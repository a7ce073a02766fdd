package io.tidegauge.query.breaker;

import io.tidegauge.query.config.BreakerProperties;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks every store now and then; of each store one question at a time. */
@Component
final class Probes implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

  private final List<Probe> probes;
  private final Duration interval;
  private volatile @Nullable Disposable running;

  Probes(List<Probe> probes, BreakerProperties properties) {
    this.probes = List.copyOf(probes);
    this.interval = properties.probe();
  }

  @Override
  public void start() {
    running =
        Flux.fromIterable(probes)
            .flatMap(
                probe ->
                    Flux.interval(interval).onBackpressureDrop().concatMap(tick -> ask(probe), 1))
            .subscribe();
  }

  private static Mono<Void> ask(Probe probe) {
    return probe
        .ask()
        .onErrorResume(
            error -> {
              LOG.debug("{} does not answer", probe.store().label(), error);
              return Mono.empty();
            });
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
