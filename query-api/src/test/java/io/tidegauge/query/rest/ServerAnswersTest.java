package io.tidegauge.query.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class ServerAnswersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ServerAnswers answers = new ServerAnswers(meters);
  private final AtomicInteger worked = new AtomicInteger();
  private final Mono<Supplier<byte[]>> work =
      Mono.just(() -> new byte[] {(byte) worked.incrementAndGet()});

  @AfterEach
  void stop() {
    answers.destroy();
  }

  private byte[] answer(String tenant) {
    return Objects.requireNonNull(answers.shared(tenant, work).block(PATIENCE));
  }

  @Test
  void isWorkedOutOnceForAllWhoAskMeanwhileAndAMomentLater() {
    Sinks.Empty<Void> gate = Sinks.empty();
    Mono<Supplier<byte[]>> late = gate.asMono().then(work);
    CompletableFuture<byte[]> first = answers.shared("a", late).toFuture();
    CompletableFuture<byte[]> second = answers.shared("a", late).toFuture();
    CompletableFuture<byte[]> after =
        second.thenCompose(done -> answers.shared("a", work).toFuture());
    assertThat(second).isNotDone();

    gate.tryEmitEmpty().orThrow();

    assertThat(second.join()).isSameAs(first.join());
    assertThat(after.join()).isSameAs(first.join());
    assertThat(worked).hasValue(1);
    assertThat(meters.get("tidegauge.query.servers.shared").gauge().value()).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> answer("a")[0] == 2);
    await()
        .atMost(PATIENCE)
        .until(() -> meters.get("tidegauge.query.servers.shared").gauge().value() == 0);
  }

  @Test
  void eachTenantHasItsOwn() {
    assertThat(answer("a")).isNotEqualTo(answer("b"));
  }

  @Test
  void whatIsForgottenIsWorkedOutAnew() {
    byte[] before = answer("a");

    answers.forget("a");

    assertThat(answer("a")).isNotEqualTo(before);
  }

  @Test
  void aFailureIsNotKept() {
    Mono<Supplier<byte[]>> failing =
        Mono.just(
            () -> {
              throw new IllegalStateException("away");
            });
    assertThatThrownBy(() -> answers.shared("a", failing).block(PATIENCE))
        .isInstanceOf(IllegalStateException.class);

    assertThat(answer("a")).containsExactly(1);
  }

  /** An event loop and a parallel thread are none that may be kept busy. */
  @Test
  void isWorkedOutElsewhereWhereverWhatItNeedsComesFrom() {
    AtomicBoolean busy = new AtomicBoolean(true);
    Mono<Supplier<byte[]>> fromParallel =
        Mono.<Supplier<byte[]>>just(
                () -> {
                  busy.set(Schedulers.isInNonBlockingThread());
                  return new byte[0];
                })
            .publishOn(Schedulers.parallel());

    answers.apart(fromParallel).block(PATIENCE);
    assertThat(busy).isFalse();
    busy.set(true);
    answers.shared("a", fromParallel).block(PATIENCE);

    assertThat(busy).isFalse();
  }

  @Test
  void aboveItsLimitNothingMoreIsShared() {
    Sinks.Empty<Void> never = Sinks.empty();
    for (int i = 0; i < ServerAnswers.TENANTS; i++) {
      answers.shared("tenant-" + i, never.asMono().then(work)).subscribe();
    }

    assertThat(answer("one-more")).isNotEqualTo(answer("one-more"));
  }
}
