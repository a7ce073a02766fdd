package io.tidegauge.loadtest.chaos;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.audit.Difference;
import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.cluster.Role;
import io.tidegauge.loadtest.chaos.load.Load;
import io.tidegauge.loadtest.chaos.load.LoadSettings;
import io.tidegauge.loadtest.chaos.nemesis.AttackKind;
import io.tidegauge.loadtest.chaos.nemesis.Nemesis;
import io.tidegauge.loadtest.chaos.verdict.ComparisonException;
import io.tidegauge.loadtest.chaos.verdict.History;
import io.tidegauge.loadtest.chaos.verdict.Judge;
import io.tidegauge.loadtest.chaos.verdict.Verdict;
import io.tidegauge.loadtest.chaos.watch.Lag;
import io.tidegauge.loadtest.chaos.watch.Probe;
import io.tidegauge.loadtest.chaos.watch.Progress;
import io.tidegauge.loadtest.chaos.watch.Subscriber;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/** One run: start, load and attacks, healing, quiet, comparison. */
final class ChaosRun {

  private static final String TENANT = "chaos";
  private static final int EXPLAINED = 3;
  private static final Duration SHORTEST_LOAD = Duration.ofSeconds(20);

  /** From here on it pays to compile well. */
  private static final Duration LONG_RUN = Duration.ofMinutes(10);

  private static final Duration JUDGE_PAUSE = Duration.ofSeconds(5);

  private final ChaosSettings settings;
  private final PrintWriter out;
  private final Progress progress;

  ChaosRun(ChaosSettings settings, PrintWriter out) {
    this.settings = settings;
    this.out = out;
    this.progress = new Progress(out);
  }

  /** Runs; true when everything is right. */
  boolean run() throws InterruptedException {
    Timeline timeline = Timeline.of(InstantSource.system().instant(), settings.length());
    progress.event(
        "seed %d, clock %.1f times faster, grace %d min; starting everything in %s"
            .formatted(
                settings.seed(),
                timeline.speed(),
                timeline.grace().toMinutes(),
                settings.directory()));
    try (Cluster cluster = Cluster.start(settings.directory(), equipment(timeline));
        Lag lag = new Lag(cluster.kafkaBootstrapServers(), Cluster.PARTITIONS)) {
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop-cluster"));
      progress.event("ready: " + cluster.members());
      if (timeline.until(timeline.loadEnd()).compareTo(SHORTEST_LOAD) < 0) {
        throw new EngineException(
            "Starting took so long that no time is left for the load: give more --minutes, or a"
                + " machine that is less busy");
      }
      return run(cluster, lag, timeline);
    } finally {
      progress.close();
    }
  }

  private Cluster.Equipment equipment(Timeline timeline) {
    return new Cluster.Equipment(
        timeline.settings(),
        settings.skew(),
        settings.kinds().stream().anyMatch(AttackKind::needsNetwork),
        settings.kinds().stream().anyMatch(AttackKind::needsDisks),
        settings.length().compareTo(LONG_RUN) < 0);
  }

  private boolean run(Cluster cluster, Lag lag, Timeline timeline) throws InterruptedException {
    LoadSettings what =
        new LoadSettings(
            settings.seed(),
            settings.rate(),
            settings.series(),
            timeline,
            cluster.addresses(Role.INGEST),
            TENANT);
    List<String> failures = new ArrayList<>();
    try (Probe probe = Probe.start(cluster, timeline.clock());
        Subscriber subscriber = Subscriber.start(cluster);
        Load load = Load.start(what, settings.directory());
        Nemesis nemesis =
            new Nemesis(cluster, probe, lag, settings.aim(), settings.seed(), progress::event)) {
      progress.follow(load, lag);
      nemesis.run(settings.kinds(), settings.attacks(), timeline.until(timeline.loadEnd()));
      progress.event("the load ends; waiting until everything has recovered and is acknowledged");
      nemesis.awaitRecovery();
      awaitReady(cluster, failures);
      load.await(settings.patience());
      quiet(lag, timeline);
      progress.close();
      Judge judge =
          new Judge(
              load.oracles(),
              cluster.addresses(Role.QUERY),
              cluster.clickhouse(),
              TENANT,
              timeline.midnight());
      failures.addAll(load.failures());
      failures.addAll(nemesis.failures());
      Optional<Verdict> verdict = verdict(judge, load, failures);
      verdict.ifPresent(found -> explain(found, new History(cluster, load, judge)));
      new RecoveryReport(nemesis.recoveries()).print(out);
      out.println(subscriber.line());
      failures.forEach(failure -> out.println("FAILED: " + failure));
      out.println(
          verdict.map(Verdict::line).orElse("acked " + load.acknowledged() + ", not compared"));
      out.flush();
      return verdict.filter(Verdict::isRight).isPresent() && failures.isEmpty();
    }
  }

  private static void awaitReady(Cluster cluster, List<String> failures)
      throws InterruptedException {
    try {
      cluster.awaitReady();
    } catch (EngineException e) {
      failures.add(e.getMessage());
    }
  }

  /** All windows final by the clock, and nobody behind by more than the gateways' ticks. */
  private void quiet(Lag lag, Timeline timeline) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(Math.max(0, timeline.until(timeline.allFinal()).toMillis()));
    long deadline = System.nanoTime() + settings.patience().toNanos();
    long most = 20L * Cluster.PARTITIONS * Role.INGEST.processes();
    Map<String, Long> lags = lag.now();
    while ((lags.isEmpty() || lags.values().stream().anyMatch(l -> l > most))
        && System.nanoTime() < deadline) {
      TimeUnit.SECONDS.sleep(1);
      lags = lag.now();
    }
    progress.event("quiet, comparing; lag " + lags);
  }

  /** Compares until all is right or patience ends; empty where it could not compare. */
  private Optional<Verdict> verdict(Judge judge, Load load, List<String> failures)
      throws InterruptedException {
    long deadline = 0;
    while (true) {
      Optional<Verdict> verdict = Optional.empty();
      String what;
      try {
        verdict = Optional.of(judge.judge());
        what = verdict.get().line();
      } catch (ComparisonException e) {
        what = "the comparison failed: " + e.getMessage();
      }
      // A comparison takes its time: patience begins after the first.
      deadline = deadline == 0 ? System.nanoTime() + settings.patience().toNanos() : deadline;
      boolean over = !load.isOver() || System.nanoTime() >= deadline;
      if (over || verdict.filter(Verdict::isRight).isPresent()) {
        if (verdict.isEmpty()) {
          failures.add(what);
        }
        return verdict;
      }
      progress.event("not yet: " + what);
      TimeUnit.NANOSECONDS.sleep(JUDGE_PAUSE.toNanos());
    }
  }

  private void explain(Difference difference, History history) {
    try {
      history.of(difference).forEach(out::println);
    } catch (ComparisonException | KafkaException e) {
      out.println("its history cannot be read: " + e.getMessage());
    }
  }

  private void explain(Verdict verdict, History history) {
    verdict.rawDifferences().forEach(out::println);
    for (Difference difference : verdict.windowDifferences()) {
      out.println(difference);
    }
    verdict.windowDifferences().stream()
        .limit(EXPLAINED)
        .forEach(difference -> explain(difference, history));
  }
}
