package io.tidegauge.loadtest.generate;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * The samples of a {@link GeneratorSpec} in the order in which they are to be sent: by the time at
 * which they arrive, which out-of-order and late samples do after their event time. Not
 * thread-safe. Memory: the samples that are on their way, at most those of {@code maxDelay}.
 */
public final class Generator implements Iterator<LoadSample> {

  private static final long OUT_OF_ORDER_MILLIS = 60_000;

  private record Arrival(long at, long number, LoadSample sample) {}

  private final GeneratorSpec spec;
  private final List<SeriesSource> sources = new ArrayList<>();
  private final PriorityQueue<Arrival> underway =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::at).thenComparingLong(Arrival::number));
  private final java.util.SplittableRandom random;
  private final long end;
  private long time;
  private long number;

  /** A generator at the start of its load. */
  public Generator(GeneratorSpec spec) {
    this.spec = spec;
    this.random = new java.util.SplittableRandom(spec.seed());
    this.time = spec.from().toEpochMilli();
    this.end = time + spec.duration().toMillis();
    add(Kind.GAUGE, spec.gauges(), "_gauge");
    add(Kind.COUNTER, spec.counters(), "_counter_total");
    add(Kind.OBSERVATION, spec.observations(), "_observation");
  }

  /** All series of the load. */
  public List<LoadSeries> series() {
    return sources.stream().map(SeriesSource::series).toList();
  }

  @Override
  public boolean hasNext() {
    fill();
    return !underway.isEmpty();
  }

  @Override
  public LoadSample next() {
    fill();
    Arrival arrival = underway.poll();
    if (arrival == null) {
      throw new NoSuchElementException("the load is over");
    }
    return arrival.sample();
  }

  /** When the next sample arrives, ms since the epoch; {@link Long#MAX_VALUE} after the last. */
  public long nextAt() {
    return hasNext() ? underway.element().at() : Long.MAX_VALUE;
  }

  /** Up to {@code size} samples; fewer at the end of the load, none after it. */
  public List<LoadSample> nextBatch(int size) {
    List<LoadSample> batch = new ArrayList<>(size);
    while (batch.size() < size && hasNext()) {
      batch.add(next());
    }
    return batch;
  }

  /** Makes samples until the next one to arrive is known. */
  private void fill() {
    while (time < end && (underway.isEmpty() || underway.element().at() >= time)) {
      for (SeriesSource source : sources) {
        source.next(time, Math.min(end, time + spec.interval().toMillis()), this::send);
      }
      time += spec.interval().toMillis();
    }
  }

  private void send(LoadSample sample) {
    underway.add(new Arrival(sample.timestamp() + delay(), number++, sample));
    boolean resendable = sample.series().kind() != Kind.OBSERVATION;
    if (resendable && random.nextDouble() < spec.duplicates()) {
      underway.add(new Arrival(sample.timestamp() + delay(), number++, sample));
    }
  }

  private long delay() {
    double draw = random.nextDouble();
    if (draw < spec.late() && spec.maxDelay().toMillis() > 0) {
      return random.nextLong(spec.maxDelay().toMillis());
    }
    if (draw < spec.late() + spec.outOfOrder()) {
      return random.nextLong(Math.min(OUT_OF_ORDER_MILLIS, 1 + spec.maxDelay().toMillis()));
    }
    return 0;
  }

  private void add(Kind kind, int count, String suffix) {
    for (int i = 0; i < count; i++) {
      TreeMap<String, String> labels = new TreeMap<>();
      labels.put("host", "host-" + i % spec.hosts());
      labels.put("instance_number", Integer.toString(i));
      LoadSeries series = new LoadSeries(spec.metric() + suffix, labels, kind);
      sources.add(new SeriesSource(series, spec, random.split()));
    }
  }
}
