package io.tidegauge.loadtest.chaos;

import io.tidegauge.loadtest.audit.Difference;
import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.cluster.Role;
import io.tidegauge.loadtest.chaos.load.Load;
import io.tidegauge.loadtest.chaos.load.LoadSettings;
import io.tidegauge.loadtest.chaos.nemesis.AttackKind;
import io.tidegauge.loadtest.chaos.nemesis.Nemesis;
import io.tidegauge.loadtest.chaos.verdict.History;
import io.tidegauge.loadtest.chaos.verdict.Judge;
import io.tidegauge.loadtest.chaos.verdict.Verdict;
import io.tidegauge.loadtest.chaos.watch.Lag;
import io.tidegauge.loadtest.chaos.watch.Probe;
import io.tidegauge.loadtest.chaos.watch.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run: start, load and attacks, healing, quiet, comparison. */
final class ChaosRun {

  private static final String TENANT = "chaos";
  private static final int EXPLAINED = 3;
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
        settings.kinds().stream().anyMatch(AttackKind::needsDisks));
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
    try (Probe probe = Probe.start(cluster, timeline.clock());
        Load load = Load.start(what, settings.directory());
        Nemesis nemesis = new Nemesis(cluster, probe, settings.seed(), progress::event)) {
      progress.follow(load, lag);
      nemesis.run(settings.kinds(), settings.attacks(), timeline.until(timeline.loadEnd()));
      progress.event("the load ends; waiting until everything has recovered and is acknowledged");
      nemesis.awaitRecovery();
      cluster.awaitReady();
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
      List<String> failures = new ArrayList<>(load.failures());
      failures.addAll(nemesis.failures());
      Verdict verdict = load.isOver() ? judgeUntilRight(judge) : judge.judge();
      explain(verdict, new History(cluster, load, judge));
      new RecoveryReport(nemesis.recoveries()).print(out);
      failures.forEach(failure -> out.println("FAILED: " + failure));
      out.println(verdict.line());
      out.flush();
      return verdict.isRight() && failures.isEmpty();
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

  private Verdict judgeUntilRight(Judge judge) throws InterruptedException {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    Verdict verdict = judge.judge();
    while (!verdict.isRight() && System.nanoTime() < deadline) {
      progress.event("not yet: " + verdict.line());
      TimeUnit.NANOSECONDS.sleep(JUDGE_PAUSE.toNanos());
      verdict = judge.judge();
    }
    return verdict;
  }

  private void explain(Verdict verdict, History history) {
    verdict.rawDifferences().forEach(out::println);
    for (Difference difference : verdict.windowDifferences()) {
      out.println(difference);
    }
    verdict.windowDifferences().stream()
        .limit(EXPLAINED)
        .forEach(difference -> history.of(difference).forEach(out::println));
  }
}
