package io.tidegauge.query.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The stores in health: DEGRADED while a store's circuit breaker is not closed. No part of
 * readiness: without a store the rest of the API goes on, and to take all nodes out for one store
 * would take that away too.
 */
@Configuration(proxyBeanMethods = false)
class StoreHealth {

  private static final Status DEGRADED = new Status("DEGRADED", "What needs the store answers 503");

  @Bean
  HealthIndicator clickhouseHealthIndicator(Breakers breakers) {
    return () -> health(breakers, Store.CLICKHOUSE);
  }

  @Bean
  HealthIndicator redisHealthIndicator(Breakers breakers) {
    return () -> health(breakers, Store.REDIS);
  }

  @Bean
  HealthIndicator postgresHealthIndicator(Breakers breakers) {
    return () -> health(breakers, Store.POSTGRES);
  }

  private static Health health(Breakers breakers, Store store) {
    CircuitBreaker breaker = breakers.known(store);
    CircuitBreaker.Metrics calls = breaker.getMetrics();
    return Health.status(breaker.getState() == CircuitBreaker.State.CLOSED ? Status.UP : DEGRADED)
        .withDetail("circuitBreaker", breaker.getState())
        .withDetail("failedCalls", calls.getNumberOfFailedCalls())
        .withDetail("calls", calls.getNumberOfBufferedCalls())
        .withDetail("notPermittedCalls", calls.getNumberOfNotPermittedCalls())
        .build();
  }
}
