package io.tidegauge.loadtest.bench.storage;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import io.tidegauge.loadtest.bench.measure.Quiet;
import io.tidegauge.loadtest.bench.system.Footprint;
import io.tidegauge.loadtest.bench.system.Peer;
import io.tidegauge.loadtest.bench.system.Pipeline;
import io.tidegauge.loadtest.bench.system.SystemUnderTest;
import io.tidegauge.loadtest.bench.system.TidegaugeOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Has one system after the other store a data set, each in a new directory, and reads how large it
 * is: once when the system is quiet, and again when it has merged all that it keeps. Bytes do not
 * spread as times do, so there is one round.
 */
final class StorageRun {

  /** Within it stores write to disk what they have in memory. */
  private static final Duration FLUSH = Duration.ofSeconds(12);

  private final TidegaugeOptions tidegauge;
  private final List<Peer> peers;
  private final Duration settle;
  private final PrintWriter out;

  /**
   * A run beside peers.
   *
   * @param settle how long to wait at the most for what a system puts off
   */
  StorageRun(TidegaugeOptions tidegauge, List<Peer> peers, Duration settle, PrintWriter out) {
    this.tidegauge = tidegauge;
    this.peers = List.copyOf(peers);
    this.settle = settle;
    this.out = out;
  }

  /**
   * Stores a data set in all systems.
   *
   * @param directory of the run
   * @return what each made of it, ours first
   */
  List<Stored> run(DataSet data, Path directory) throws InterruptedException {
    Path own = directory.resolve(data.title());
    List<Stored> all = new ArrayList<>();
    try (SystemUnderTest ours = Pipeline.keeping(own, tidegauge, data.start(), data.retention())) {
      all.add(store(data, ours));
    }
    for (Peer peer : peers) {
      try (SystemUnderTest system = peer.start(own)) {
        all.add(store(data, system));
      }
    }
    return all;
  }

  private Stored store(DataSet data, SystemUnderTest system) throws InterruptedException {
    out.printf(Locale.ROOT, "%-18s %s%n", system.name(), system.version());
    out.flush();
    SystemUnderTest.Sent sent = data.send(system);
    system.awaitDone(sent);
    check(system, sent);
    String audit = system.audit(sent);
    out.printf(
        Locale.ROOT,
        "%-18s took %,d samples of %,d series, as it says itself%s%n",
        system.name(),
        sent.samples(),
        sent.series(),
        audit.isEmpty() ? "" : "; " + audit);
    out.flush();
    Footprint settled = settled(system);
    system.mergeAll();
    return new Stored(
        data.title(),
        system.name(),
        system.version(),
        sent.samples(),
        sent.series(),
        settled,
        settled(system),
        audit);
  }

  /** A sample that is there twice, or not at all, would make the figure another one. */
  private static void check(SystemUnderTest system, SystemUnderTest.Sent sent)
      throws InterruptedException {
    long accepted = system.accepted();
    if (accepted != sent.samples()) {
      throw new EngineException(
          "%s says that it took %,d samples, and answered 2xx to %,d%s"
              .formatted(
                  system.name(),
                  accepted,
                  sent.samples(),
                  sent.whole()
                      ? ""
                      : ": requests were refused and sent again, so run it again with fewer --connections"));
    }
  }

  private Footprint settled(SystemUnderTest system) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(FLUSH.toNanos());
    Quiet.await(new ProcessClock(system.processes()), settle);
    return system.footprint();
  }
}
