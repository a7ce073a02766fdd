package io.tidegauge.loadtest.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Over real connections. */
class PacedLoadTest {

  private static final String PATH = "/api/v1/write";
  private static final Receiver.Answer TAKEN = new Receiver.Answer(204, "", false);

  private static PacedLoad load(Receiver receiver, int series, Duration interval) {
    LoadSpec spec = Specs.of(series, 3, interval);
    return new PacedLoad(spec, receiver.address(), PATH, InstantSource.system());
  }

  private static void await(BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void samplesAreSpreadOverTheInterval() throws Exception {
    int series = 1000;
    try (Receiver receiver = new Receiver(request -> TAKEN)) {
      try (PacedLoad load = load(receiver, series, Duration.ofSeconds(2))) {
        await(() -> load.accepted() >= series);
      }

      List<Long> first =
          receiver.timestamps().values().stream().map(List::getFirst).sorted().toList();
      assertThat(first).hasSize(series);
      assertThat(first.getLast() - first.getFirst()).isGreaterThan(500);
    }
  }

  @Test
  void whereThereAreFewerBodiesThanConnectionsEachConnectionHasOne() throws Exception {
    try (Receiver receiver = new Receiver(request -> TAKEN);
        PacedLoad load = load(receiver, 1, Duration.ofMillis(50))) {
      await(() -> load.accepted() >= 5);

      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().startsWith("paced-load-"))
          .hasSize(1);
      assertThat(receiver.timestamps().values())
          .singleElement()
          .satisfies(times -> assertThat(times).isSorted().hasSizeGreaterThanOrEqualTo(5));
    }
  }

  @Test
  void aSampleThatIsRefusedForGoodIsTold() throws IOException, InterruptedException {
    Receiver.Answer wrong = new Receiver.Answer(400, "out of order sample", false);
    try (Receiver receiver = new Receiver(request -> request == 3 ? wrong : TAKEN);
        PacedLoad load = load(receiver, 1, Duration.ofMillis(50))) {
      load.check();
      await(() -> hasEnded(load));
      assertThatThrownBy(load::check)
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("400 out of order sample");
      assertThatThrownBy(load::accepted).isInstanceOf(LoadException.class);
    }
  }

  private static boolean hasEnded(PacedLoad load) {
    try {
      load.check();
      return false;
    } catch (LoadException e) {
      return true;
    }
  }
}
