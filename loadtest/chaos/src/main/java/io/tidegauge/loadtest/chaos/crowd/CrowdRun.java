package io.tidegauge.loadtest.chaos.crowd;

import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cluster.Role;
import io.tidegauge.loadtest.chaos.cluster.SmallCluster;
import io.tidegauge.loadtest.chaos.crowd.NodeMemory.PerSubscriber;
import io.tidegauge.loadtest.chaos.crowd.client.Dialer;
import io.tidegauge.loadtest.chaos.crowd.client.Latencies;
import io.tidegauge.loadtest.chaos.watch.Progress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run: start, connect, measure without and with slow ones in turn, compare. */
final class CrowdRun {

  /** The node's code is compiled well, and its heap is there from the start. */
  private static final List<String> NODE_FLAGS =
      List.of("-XX:TieredStopAtLevel=4", "-Xms768m", "-Xmx768m", "-XX:+AlwaysPreTouch");

  private static final int NODES = 1;
  private static final int WARM_UP = 200;

  /** Until the node's code is compiled, and slow ones are felt. */
  private static final long SETTLE_SECONDS = 15;

  /** Until the last change of a measurement has come. */
  private static final long LATE_SECONDS = 3;

  private final CrowdSettings settings;
  private final InstantSource clock;
  private final Progress progress;
  private final Latencies latencies = new Latencies();
  private final Rounds rounds = new Rounds();
  private @Nullable PerSubscriber fastMemory;
  private @Nullable PerSubscriber slowMemory;

  CrowdRun(CrowdSettings settings, InstantSource clock, Progress progress) {
    this.settings = settings;
    this.clock = clock;
    this.progress = progress;
  }

  /** Runs; what was measured. */
  Figures run() throws InterruptedException {
    progress.event(
        "seed %d; starting the engines, a gateway, a processor and a query node in %s"
            .formatted(settings.seed(), settings.directory()));
    try (SmallCluster cluster =
        SmallCluster.start(settings.directory(), NODES, Map.of(), NODE_FLAGS)) {
      Member node = cluster.members(Role.QUERY).getFirst();
      try (Dialer dialer = new Dialer(new InetSocketAddress(node.host(), node.port()));
          Changes changes =
              new Changes(
                  cluster.members(Role.INGEST).getFirst().address(),
                  settings.groups(),
                  settings.rate(),
                  clock,
                  settings.seed(),
                  progress::event);
          Crowd crowd = new Crowd(settings, dialer, changes, latencies)) {
        truth(node, changes);
        changes.resume();
        connect(node, dialer, changes, crowd);
        for (int round = 1; round <= settings.rounds(); round++) {
          round(round, node, changes, crowd);
        }
        return Figures.of(
            clock.instant().toString(),
            settings,
            rounds,
            Optional.ofNullable(fastMemory).orElseThrow(),
            Optional.ofNullable(slowMemory).orElseThrow(),
            crowd.counts(),
            crowd.losses().size());
      }
    }
  }

  /** Connects the fast ones, and says what they take of the node. */
  private void connect(Member node, Dialer dialer, Changes changes, Crowd crowd)
      throws InterruptedException {
    try (Crowd first = new Crowd(settings, dialer, changes, latencies)) {
      first.connectFast(Math.min(WARM_UP, settings.fast()));
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    }
    TimeUnit.SECONDS.sleep(LATE_SECONDS);
    NodeMemory before = NodeMemory.of(node);
    crowd.connectFast(settings.fast());
    progress.event("%,d fast subscribers are served".formatted(settings.fast()));
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    fastMemory = NodeMemory.of(node).since(before, settings.fast());
    progress.event("KiB for each: " + fastMemory);
    TimeUnit.SECONDS.sleep(LATE_SECONDS);
  }

  private void round(int round, Member node, Changes changes, Crowd crowd)
      throws InterruptedException {
    measure(round, false, changes);
    NodeMemory before = NodeMemory.of(node);
    crowd.connectSlow();
    progress.event("%,d slow subscribers are there".formatted(settings.slow()));
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    measure(round, true, changes);
    PerSubscriber slow = NodeMemory.of(node).since(before, settings.slow());
    progress.event("KiB for each slow one: " + slow);
    slowMemory = slowMemory == null ? slow : slowMemory;
    crowd.readAgain();
    compare(node, changes, crowd);
    crowd.closeSlow();
    changes.resume();
    TimeUnit.SECONDS.sleep(LATE_SECONDS);
  }

  private void measure(int round, boolean slow, Changes changes) throws InterruptedException {
    long before = changes.sent();
    long begin = System.nanoTime();
    Latencies.Part part = latencies.next();
    TimeUnit.NANOSECONDS.sleep(settings.length().toNanos());
    part.end();
    double perSecond = (changes.sent() - before) * 1e9 / (System.nanoTime() - begin);
    TimeUnit.SECONDS.sleep(LATE_SECONDS);
    progress.event(
        String.format(
            Locale.ROOT,
            "round %d, %s: %s, at %.0f changes/s",
            round,
            slow ? "with the slow ones" : "without slow ones",
            rounds.add(slow, part.micros().copy()),
            perSecond));
  }

  /** While values still move slow ones begin to read; then all must show what the node does. */
  private void compare(Member node, Changes changes, Crowd crowd) throws InterruptedException {
    TimeUnit.SECONDS.sleep(LATE_SECONDS);
    changes.pause();
    long begin = System.nanoTime();
    Truth truth = truth(node, changes);
    boolean all = Crowd.await(() -> crowd.right(truth) == settings.subscribers());
    rounds.right(crowd.right(truth));
    progress.event(
        String.format(
            Locale.ROOT,
            "%s%,d of %,d show what the node does, %.1f s after the last change",
            all ? "" : "! ",
            crowd.right(truth),
            settings.subscribers(),
            (System.nanoTime() - begin) / 1e9));
    crowd.losses().stream().distinct().limit(3).forEach(why -> progress.event("! lost: " + why));
  }

  private Truth truth(Member node, Changes changes) throws InterruptedException {
    Truth[] found = new Truth[1];
    Crowd.await(
        "the node does not show all changes",
        () -> {
          Truth.read(node.address(), changes, settings.groups())
              .ifPresent(truth -> found[0] = truth);
          return found[0] != null;
        });
    return found[0];
  }
}
