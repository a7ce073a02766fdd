package io.tidegauge.loadtest.bench.round;

import io.tidegauge.loadtest.bench.measure.Spread;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of a system.
 *
 * @param system its name
 * @param version which version of it
 * @param rounds that count
 * @param samples that it accepted, the warm-up's too
 * @param peakBytes the most memory of each process
 * @param bytesOnDisk of all those samples, by what they are
 * @param audit what was compared with what was sent
 */
public record Outcome(
    String system,
    String version,
    List<Round> rounds,
    long samples,
    Map<String, Long> peakBytes,
    Map<String, Long> bytesOnDisk,
    String audit) {

  /** A figure over all rounds. */
  public Spread over(ToDoubleFunction<Round> figure) {
    return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
  }

  /** The most memory of all processes together, bytes. */
  public long peak() {
    return peakBytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes on disk for a sample. */
  public double bytesPerSample() {
    long bytes = bytesOnDisk.values().stream().mapToLong(Long::longValue).sum();
    return (double) bytes / Math.max(1, samples);
  }
}
