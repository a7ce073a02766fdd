package io.tidegauge.loadtest.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.loadtest.body.SeriesLabels;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Over real connections. */
class LoadTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int SERIES = 1000;
  private static final String PATH = "/api/v1/write";
  private static final Receiver.Answer TAKEN = new Receiver.Answer(204, "", false);

  private final Load load = new Load(Specs.of(SERIES, 3), START);

  @Test
  void everySeriesHasTheSameSamplesInOrderOverAllParts() throws Exception {
    try (Receiver receiver = new Receiver(request -> TAKEN)) {
      LoadResult first = load.run(receiver.address(), PATH, Duration.ofMillis(300));
      long steps = load.steps();
      LoadResult second = load.run(receiver.address(), PATH, Duration.ofMillis(300));

      assertThat(steps).isPositive().isLessThan(load.steps());
      assertThat(first.samples()).isEqualTo(steps * SERIES);
      assertThat(first.samples() + second.samples()).isEqualTo(load.steps() * SERIES);
      assertThat(load.span()).isEqualTo(Duration.ofSeconds(15).multipliedBy(load.steps() - 1));
      List<Long> expected =
          LongStream.range(0, load.steps())
              .mapToObj(step -> START.toEpochMilli() + step * 15_000)
              .toList();
      assertThat(receiver.timestamps()).hasSize(SERIES);
      assertThat(receiver.timestamps().values()).allMatch(expected::equals);
      assertThat(first.micros().getTotalCount()).isEqualTo(first.requests());
      assertThat(first.refused()).isZero();
    }
  }

  @Test
  void someStepsAreSentAsManyAsWereAskedFor() throws Exception {
    try (Receiver receiver = new Receiver(request -> TAKEN)) {
      LoadResult first = load.runSteps(receiver.address(), PATH, 7);
      LoadResult second = load.runSteps(receiver.address(), PATH, 1);

      assertThat(first.samples()).isEqualTo(7 * SERIES);
      assertThat(second.samples()).isEqualTo(SERIES);
      assertThat(load.steps()).isEqualTo(8);
      assertThat(receiver.timestamps().values())
          .allSatisfy(times -> assertThat(times).hasSize(8).isSorted());
    }
  }

  @Test
  void metricsAreThoseOfTheSeries() {
    SeriesLabels labels = new SeriesLabels(load.spec().seriesSpec());

    assertThat(load.metrics()).hasSize(40).doesNotHaveDuplicates();
    assertThat(labels.of(57))
        .contains(new SeriesLabels.Label("__name__", load.metrics().get(57 % 40)));
  }

  @Test
  void whatIsRefusedForNowIsSentAgain() throws Exception {
    Receiver.Answer overloaded = new Receiver.Answer(503, "later", true);
    Receiver.Answer longAnswer = new Receiver.Answer(200, "x".repeat(20_000), true);
    try (Receiver receiver =
        new Receiver(i -> i % 5 == 1 ? overloaded : i % 5 == 3 ? longAnswer : TAKEN)) {

      LoadResult result = load.run(receiver.address(), PATH, Duration.ofMillis(200));

      assertThat(result.refused()).isPositive();
      assertThat(result.samples()).isEqualTo(load.steps() * SERIES);
      assertThat(receiver.timestamps().values())
          .allSatisfy(times -> assertThat(times).hasSize((int) load.steps()).isSorted());
    }
  }

  @Test
  void anyOtherAnswerEndsTheLoadAndIsShown() throws IOException {
    Receiver.Answer wrong = new Receiver.Answer(400, "out of order sample", false);
    try (Receiver receiver = new Receiver(i -> i == 40 ? wrong : TAKEN)) {

      assertThatThrownBy(() -> load.run(receiver.address(), PATH, Duration.ofMinutes(1)))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("400 out of order sample");
    }
  }

  @Test
  void aServerThatIsAwayEndsTheLoad() throws IOException {
    Receiver receiver = new Receiver(i -> TAKEN);
    receiver.close();

    assertThatThrownBy(() -> load.run(receiver.address(), PATH, Duration.ofMinutes(1)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining(PATH);
  }
}
