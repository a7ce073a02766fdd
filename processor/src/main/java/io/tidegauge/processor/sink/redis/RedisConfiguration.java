package io.tidegauge.processor.sink.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.processor.live.LiveStateWriter;
import io.tidegauge.processor.sink.SinkProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the live state in Redis; without it the process has no {@link LiveStateWriter}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(
    name = "tidegauge.processor.sinks.redis.enabled",
    havingValue = "true",
    matchIfMissing = true)
class RedisConfiguration {

  /** Whom to ask for all is looked up late: it is there only where there is a writer. */
  @Bean
  RedisLiveState redisLiveState(
      RedisProperties redis,
      SinkProperties sinks,
      ObjectProvider<LiveStateWriter.FullState> fullState,
      MeterRegistry registry) {
    return new RedisLiveState(
        redis.uri(),
        sinks.redis().timeout(),
        () -> fullState.getIfAvailable(() -> () -> {}),
        registry);
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
