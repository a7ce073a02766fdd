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

/** Writes servers seen to PostgreSQL, a batch of one tenant at a time. */
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
    if (batch.isEmpty()) {
      return Mono.empty();
    }
    return store
        .add(batch.getFirst().tenant(), batch.stream().map(SeenServers.Server::id).toList())
        .onErrorResume(
            error -> {
              LOG.debug("{} servers wait for PostgreSQL", batch.size(), error);
              seen.giveBack(batch);
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
