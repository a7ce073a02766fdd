package io.tidegauge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The processor alone, without a broker, through generated lives ({@link SeedRun}): the topology's
 * own store and processor, records and changelog as bytes. {@code ./tidegauge seeds} runs as many
 * as one likes, with the system properties {@code seeds.count} and {@code seeds.first}.
 */
class SeedsTest {

  private static final int IN_THE_SUITE = 300;
  private static final long SHOW_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int SHOWN_MISMATCHES = 10;

  @Test
  void everySeedEndsAsTheOracleSays() {
    int count = Integer.getInteger("seeds.count", IN_THE_SUITE);
    long first = Long.getLong("seeds.first", 1);
    List<Long> mismatches = new ArrayList<>();
    long began = System.nanoTime();
    long shown = began;
    for (int i = 0; i < count; i++) {
      long seed = first + i;
      try {
        new SeedRun(seed).check();
      } catch (AssertionError | RuntimeException e) {
        mismatches.add(seed);
        if (mismatches.size() <= SHOWN_MISMATCHES) {
          say("seed %d differs (again: ./tidegauge seeds --count 1 --seed %d): %s", seed, seed, e);
        }
      }
      long now = System.nanoTime();
      if (now - shown > SHOW_NANOS) {
        shown = now;
        say(
            "%d of %d seeds, %.0f/s, mismatches %d",
            i + 1, count, rate(i + 1, now - began), mismatches.size());
      }
    }
    long took = System.nanoTime() - began;
    say(
        "%d seeds from %d in %.0f s (%.0f/s), mismatches %d",
        count, first, took / 1e9, rate(count, took), mismatches.size());
    assertThat(mismatches).as("seeds that differ from the oracle").isEmpty();
  }

  private static double rate(int done, long nanos) {
    return done * 1e9 / nanos;
  }

  private static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
