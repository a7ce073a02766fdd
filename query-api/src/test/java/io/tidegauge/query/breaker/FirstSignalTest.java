package io.tidegauge.query.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** A call is over with its first row, so that a long answer holds no trial of a breaker. */
class FirstSignalTest {

  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "test",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(4)
              .minimumNumberOfCalls(2)
              .permittedNumberOfCallsInHalfOpenState(1)
              .build());

  @Test
  void theFirstRowOfAnAnswerThatGoesOnIsASuccess() {
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();

    StepVerifier.create(FirstSignal.of(breaker, Flux.concat(Flux.just(1, 2), Flux.never())))
        .expectNext(1, 2)
        .then(() -> assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED))
        .thenCancel()
        .verify();
  }

  @Test
  void anAnswerWithoutRowsIsASuccess() {
    StepVerifier.create(FirstSignal.of(breaker, Flux.empty())).verifyComplete();

    assertThat(breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
  }

  @Test
  void failuresOpenItAndThenNothingIsAsked() {
    Flux<Integer> failing = Flux.error(new IOException("gone"));
    for (int i = 0; i < 2; i++) {
      StepVerifier.create(FirstSignal.of(breaker, failing)).verifyError(IOException.class);
    }

    StepVerifier.create(FirstSignal.of(breaker, Flux.just(1)))
        .verifyError(CallNotPermittedException.class);
    assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
  }

  @Test
  void aReaderThatGoesAwayBeforeTheFirstRowGivesItsTrialBack() {
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();

    StepVerifier.create(FirstSignal.of(breaker, Flux.never())).thenCancel().verify();

    assertThat(breaker.tryAcquirePermission()).isTrue();
    assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
  }
}
