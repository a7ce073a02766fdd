package io.tidegauge.loadtest.generate;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Makes the samples of one series in the order of their event time. Values are multiples of 1/8, so
 * that sums are exact in whatever order they are added. Not thread-safe.
 */
final class SeriesSource {

  private static final long WINDOW = 300_000;

  private final LoadSeries series;
  private final GeneratorSpec spec;
  private final SplittableRandom random;
  private long lastTimestamp = Long.MIN_VALUE;
  private double counter;

  SeriesSource(LoadSeries series, GeneratorSpec spec, SplittableRandom random) {
    this.series = series;
    this.spec = spec;
    this.random = random;
  }

  LoadSeries series() {
    return series;
  }

  /** Makes what falls in [from, to): one sample, or a few events of an observation. */
  void next(long from, long to, Consumer<LoadSample> out) {
    int events = series.kind() == Kind.OBSERVATION ? random.nextInt(4) : 1;
    for (int i = 0; i < events; i++) {
      long timestamp = timestamp(from, to);
      boolean taken = timestamp <= lastTimestamp && series.kind() != Kind.OBSERVATION;
      if (!taken) {
        lastTimestamp = Math.max(lastTimestamp, timestamp);
        out.accept(new LoadSample(series, timestamp, value()));
      }
    }
  }

  private long timestamp(long from, long to) {
    long boundary = Math.ceilDiv(from, WINDOW) * WINDOW; // the first one at or after from
    if (boundary <= to && random.nextDouble() < spec.boundaries()) {
      boolean before = boundary == to || (boundary > from && random.nextBoolean());
      return before ? boundary - 1 : boundary;
    }
    return from + random.nextLong(to - from);
  }

  private double value() {
    return switch (series.kind()) {
      case GAUGE ->
          random.nextDouble() < spec.nan() ? Double.NaN : random.nextInt(-8_000, 8_000) / 8.0;
      case COUNTER -> {
        counter = random.nextDouble() < spec.resets() ? 0 : counter + random.nextInt(800) / 8.0;
        yield counter;
      }
      case OBSERVATION -> random.nextInt(1, 100_000) / 8.0;
    };
  }
}
