package io.tidegauge.query.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.breaker.StoreState.Condition;
import io.tidegauge.query.config.BreakerProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The circuit breakers. While one is open nothing is asked of its store, so that a request which
 * needs it fails at once and no thread or connection waits. Thread-safe.
 */
@Component
public final class Breakers {

  private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

  private final BreakerProperties properties;
  private final ServiceClock clock;
  private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
  private final Map<Store, Instant> changed = new ConcurrentHashMap<>();

  Breakers(BreakerProperties properties, ServiceClock clock, MeterRegistry meters) {
    this.properties = properties;
    this.clock = clock;
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
  }

  /**
   * The breaker of a store; to be asked for once.
   *
   * @param isFailure whether an error means that the store is not there, and not that it refused
   *     what was asked
   */
  public CircuitBreaker of(Store store, Predicate<Throwable> isFailure) {
    CircuitBreaker breaker =
        registry.circuitBreaker(
            store.label(),
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                // Event loops record in it; its other form has a lock.
                .slidingWindowSynchronizationStrategy(
                    SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .slidingWindowSize(properties.window())
                .minimumNumberOfCalls(properties.minimum())
                .failureRateThreshold(properties.failureRate())
                // A slow answer is for the timeouts to judge.
                .slowCallDurationThreshold(Duration.ofDays(1))
                .waitDurationInOpenState(properties.open())
                .permittedNumberOfCallsInHalfOpenState(properties.trials())
                // Trials that never end must not keep it half open.
                .maxWaitDurationInHalfOpenState(properties.open().multipliedBy(10))
                .recordException(isFailure)
                .build());
    breaker.getEventPublisher().onStateTransition(event -> note(store, event.getStateTransition()));
    return breaker;
  }

  /** A store that goes or comes back is news; that it was tried again in vain is none. */
  private void note(Store store, CircuitBreaker.StateTransition transition) {
    switch (transition) {
      case CLOSED_TO_OPEN -> {
        changed.put(store, clock.instant());
        LOG.warn("{} is away: its circuit breaker is open", store.label());
      }
      case HALF_OPEN_TO_CLOSED -> {
        changed.put(store, clock.instant());
        LOG.info("{} is back: its circuit breaker is closed", store.label());
      }
      default -> LOG.debug("{}: {}", store.label(), transition);
    }
  }

  /** How a store is whose breaker was asked for before. */
  public StoreState state(Store store) {
    Condition condition =
        switch (known(store).getState()) {
          case OPEN, FORCED_OPEN -> Condition.DOWN;
          case HALF_OPEN -> Condition.RECOVERING;
          default -> Condition.UP;
        };
    return new StoreState(store, condition, changed.get(store));
  }

  /** The breaker of a store as it was asked for before. */
  CircuitBreaker known(Store store) {
    return registry
        .find(store.label())
        .orElseThrow(() -> new IllegalStateException("No one asked for a breaker of " + store));
  }
}
