package io.tidegauge.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged bodies through every decoder: taken or refused with a reason, at a bounded cost. {@code
 * ./tidegauge fuzz} runs it for longer: with {@code fuzz.millis} a decoder, {@code fuzz.seed} and
 * {@code fuzz.decoder}.
 */
class FuzzTest {

  private static final long MILLIS = Long.getLong("fuzz.millis", 0);
  private static final int FEW = 500;
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final String DECODER = System.getProperty("fuzz.decoder", "all");

  static List<Target> targets() {
    List<Target> chosen =
        Targets.all().stream()
            .filter(target -> DECODER.equals("all") || DECODER.equals(target.name()))
            .toList();
    assertThat(chosen)
        .as("decoders with the name '%s', of %s", DECODER, Targets.all())
        .isNotEmpty();
    return chosen;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothingIsFound(Target target) {
    Fuzzer fuzzer = new Fuzzer(target, SEED);

    if (MILLIS == 0) {
      fuzzer.runFor(FEW);
    } else {
      fuzzer.run(TimeUnit.MILLISECONDS.toNanos(MILLIS));
    }

    System.out.println("fuzz: " + fuzzer.report());
    assertThat(fuzzer.findings()).isEmpty();
    assertThat(fuzzer.bodies()).isGreaterThanOrEqualTo(FEW);
    assertThat(fuzzer.accepted()).isPositive();
  }
}
