package io.tidegauge.query.metadata;

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

/**
 * Writes servers seen to PostgreSQL, a batch of one tenant at a time. Where PostgreSQL is not
 * there, a batch waits; where it answers that it cannot hold what is in it, the batch is halved
 * until the server that it refuses is alone, and that one is dropped.
 */
@Component
final class ServerRecorder implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ServerRecorder.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int BATCH = 1_000;

  private final SeenServers seen;
  private final ServerStore store;
  private volatile @Nullable Disposable running;

  ServerRecorder(SeenServers seen, ServerStore store) {
    this.seen = seen;
    this.store = store;
  }

  @Override
  public void start() {
    running = Flux.interval(PAUSE).onBackpressureDrop().concatMap(tick -> write(), 1).subscribe();
  }

  private Mono<Void> write() {
    List<SeenServers.Server> batch = seen.take(BATCH);
    return batch.isEmpty() ? Mono.empty() : write(batch);
  }

  private Mono<Void> write(List<SeenServers.Server> batch) {
    return store
        .add(batch.getFirst().tenant(), batch.stream().map(SeenServers.Server::id).toList())
        .onErrorResume(
            error -> Refusal.is(error.getCause()) ? apart(batch, error) : later(batch, error));
  }

  private Mono<Void> later(List<SeenServers.Server> batch, Throwable error) {
    LOG.debug("{} servers wait for PostgreSQL", batch.size(), error);
    seen.giveBack(batch);
    return Mono.empty();
  }

  private Mono<Void> apart(List<SeenServers.Server> batch, Throwable error) {
    if (batch.size() == 1) {
      LOG.warn(
          "PostgreSQL refuses the server {}, it is left out: {}",
          batch.getFirst(),
          String.valueOf(error.getCause()));
      seen.dropped(SeenServers.Reason.REFUSED);
      return Mono.empty();
    }
    int half = batch.size() / 2;
    return write(batch.subList(0, half))
        .then(Mono.defer(() -> write(batch.subList(half, batch.size()))));
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
