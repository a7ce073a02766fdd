package io.tidegauge.loadtest.bench.live;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import io.tidegauge.loadtest.bench.system.FanOut;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Connects subscribers to one system after the other, round after round, each time in another
 * order, and publishes at the same pace. All systems run from the start to the end; while one has
 * its turn the others have neither subscribers nor events.
 */
final class LiveRun {

  /** Until the last delivery of a turn has come. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final double NANOS = 1e9;

  private final LiveSpec spec;
  private final List<FanOut> systems;
  private final PrintWriter out;
  private final Map<FanOut, Stamps> stamps = new LinkedHashMap<>();

  /** Bytes of a connection, as of the first time: a process does not give back all that it took. */
  private final Map<FanOut, Long> memory = new LinkedHashMap<>();

  private final ProcessClock own = new ProcessClock(Map.of("load", ProcessHandle.current().pid()));
  private final Random random = new Random(1);

  LiveRun(LiveSpec spec, List<FanOut> systems, PrintWriter out) {
    this.spec = spec;
    this.systems = List.copyOf(systems);
    this.out = out;
    systems.forEach(system -> stamps.put(system, new Stamps(spec.mostFeeds())));
  }

  /**
   * Runs all rounds with a number of feeds.
   *
   * @return what came of each system, in the order in which they were given
   */
  List<LiveOutcome> run(int feeds) throws InterruptedException {
    Map<FanOut, List<Turn>> turns = new LinkedHashMap<>();
    for (FanOut system : systems) {
      turns.put(system, new ArrayList<>());
    }
    for (int round = 0; round < spec.rounds(); round++) {
      for (int i = 0; i < systems.size(); i++) {
        FanOut system = systems.get((round + i) % systems.size());
        Turn turn = turn(system, feeds);
        Objects.requireNonNull(turns.get(system)).add(turn);
        say(round + 1, system, feeds, turn);
      }
    }
    return systems.stream()
        .map(
            system ->
                new LiveOutcome(
                    system.name(),
                    system.version(),
                    feeds,
                    spec.subscribers(),
                    Objects.requireNonNull(turns.get(system)),
                    memory.getOrDefault(system, 0L)))
        .toList();
  }

  private Turn turn(FanOut system, int feeds) throws InterruptedException {
    Deliveries deliveries = new Deliveries();
    // Each feed has an event: a subscriber who comes is shown what there is.
    publish(system, IntStream.range(0, feeds).boxed().toList());
    TimeUnit.NANOSECONDS.sleep(LATE.toNanos());
    try (Readers readers = new Readers(stamps(system), deliveries)) {
      boolean first = !memory.containsKey(system);
      long before = first ? system.memory() : 0;
      readers.connect(system, spec.subscribers(), feeds);
      publish(system, feeds, spec.warmUp());
      TimeUnit.NANOSECONDS.sleep(LATE.toNanos());
      if (first) {
        memory.put(system, (system.memory() - before) / spec.subscribers());
      }
      Turn turn = measure(system, feeds, deliveries);
      readers.check();
      system
          .failure()
          .ifPresent(
              why -> {
                throw new EngineException(system.name() + " did not take all events: " + why);
              });
      return turn;
    }
  }

  private Turn measure(FanOut system, int feeds, Deliveries deliveries)
      throws InterruptedException {
    ProcessClock clock = new ProcessClock(system.processes());
    ProcessClock others = new ProcessClock(system.others());
    Map<String, Double> before = clock.seconds();
    Map<String, Double> othersBefore = others.seconds();
    Map<String, Double> ownBefore = own.seconds();
    long samples = system.samples();
    long begin = System.nanoTime();
    Deliveries.Part part = deliveries.begin();
    long events = publish(system, feeds, spec.length());
    double seconds = (System.nanoTime() - begin) / NANOS;
    double samplesPerSecond = (system.samples() - samples) / seconds;
    TimeUnit.NANOSECONDS.sleep(LATE.toNanos());
    Map<String, Double> used = ProcessClock.between(before, clock.seconds());
    Map<String, Double> othersUsed = ProcessClock.between(othersBefore, others.seconds());
    double loadUsed = ProcessClock.sum(ProcessClock.between(ownBefore, own.seconds()));
    return Turn.of(
        events,
        events * spec.subscribers() / feeds,
        part.events(),
        part.bytes(),
        seconds,
        used,
        othersUsed,
        loadUsed,
        samplesPerSecond,
        part.micros());
  }

  private Stamps stamps(FanOut system) {
    return Objects.requireNonNull(stamps.get(system));
  }

  private void publish(FanOut system, List<Integer> feeds) {
    Stamps its = stamps(system);
    system.publish(feeds.stream().map(feed -> new FanOut.Event(feed, its.next(feed))).toList());
  }

  /** At a steady pace, whatever becomes of it; the feeds in another order each time. */
  private long publish(FanOut system, int feeds, Duration length) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, feeds).boxed().toList());
    int together = spec.together(feeds);
    long period = spec.periodNanos(feeds);
    long begin = System.nanoTime();
    long due = begin;
    long events = 0;
    while (due - begin < length.toNanos()) {
      Collections.shuffle(order, random);
      for (int from = 0; from < feeds; from += together) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        List<Integer> moment = order.subList(from, Math.min(feeds, from + together));
        publish(system, moment);
        events += moment.size();
        due += period * moment.size();
      }
    }
    return events;
  }

  private void say(int round, FanOut system, int feeds, Turn turn) {
    out.printf(
        Locale.ROOT,
        "round %d    %-10s %,5d feeds: %.2f CPU-seconds a million, p50 %.1f ms, p99 %.1f ms; %,d of"
            + " %,d delivered%n",
        round,
        system.name(),
        feeds,
        turn.cpuSecondsPerMillion(),
        turn.p50Millis(),
        turn.p99Millis(),
        turn.delivered(),
        turn.expected());
    out.flush();
  }
}
