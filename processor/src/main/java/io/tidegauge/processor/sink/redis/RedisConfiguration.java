package io.tidegauge.processor.sink.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.processor.live.LiveStateWriter;
import io.tidegauge.processor.sink.SinkProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the live state in Redis; without it the process has no {@link LiveStateWriter}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(
    name = "tidegauge.processor.sinks.redis.enabled",
    havingValue = "true",
    matchIfMissing = true)
class RedisConfiguration {

  /** The tasks' live state is looked up late: it needs the writer itself. */
  @Bean(destroyMethod = "")
  RedisLiveState redisLiveState(
      RedisProperties redis,
      SinkProperties sinks,
      ObjectProvider<LiveStateWriter.FullState> fullState,
      MeterRegistry registry) {
    return new RedisLiveState(
        redis.uri(),
        sinks.redis().timeout(),
        sinks.redis().queuedSeries(),
        () -> fullState.getIfAvailable(() -> () -> {}),
        registry);
  }

  /** Started when all beans are there: the thread asks for the live state as soon as it can. */
  @Bean
  SmartLifecycle redisLiveStateLifecycle(RedisLiveState state) {
    return new SmartLifecycle() {
      private volatile boolean running;

      @Override
      public void start() {
        state.start();
        running = true;
      }

      @Override
      public void stop() {
        running = false;
        state.close();
      }

      @Override
      public boolean isRunning() {
        return running;
      }
    };
  }

  @Bean
  HealthIndicator redisLiveStateHealth(RedisLiveState state) {
    return () -> {
      String failure = state.failure();
      return failure == null
          ? Health.up().build()
          : Health.down().withDetail("failure", failure).build();
    };
  }
}
