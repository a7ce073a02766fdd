package io.tidegauge.loadtest.bench.query;

import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.report.Report;
import io.tidegauge.loadtest.bench.report.ReportOptions;
import io.tidegauge.loadtest.bench.round.PeerOptions;
import io.tidegauge.loadtest.bench.round.RoundOptions;
import io.tidegauge.loadtest.bench.round.RoundSpec;
import io.tidegauge.loadtest.bench.system.Peer;
import io.tidegauge.loadtest.bench.system.QueriedSystem;
import io.tidegauge.loadtest.bench.system.RollupNode;
import io.tidegauge.loadtest.bench.system.TidegaugeOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidegauge bench query}: rollups over a day, beside other stores. */
@Command(
    name = "query",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Fills all of Tidegauge and other stores with the same samples, over a day and",
      "a little more; asks the query node for rollups (/api/v1/rollups) and the",
      "others for the same averages (/api/v1/query_range, with windows as steps), in",
      "turns, the same questions again and again, then such as no cache of answers",
      "has: with nocache=1 at VictoriaMetrics, with an end that is some milliseconds",
      "sooner at ours. Before that it compares all answers."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured, and all systems gave the same answers",
      "1:a system refused samples or a question, answered something else, or ended",
      "2:wrong arguments, or a peer that was asked for is not installed"
    })
public final class QueryCommand implements Callable<Integer> {

  @Mixin private final RoundOptions rounds = new RoundOptions();

  @Mixin private final PeerOptions peers = new PeerOptions();

  @Mixin private final QueryOptions questions = new QueryOptions();

  @Mixin private final TidegaugeOptions tidegauge = new TidegaugeOptions();

  @Mixin private final ReportOptions reportOptions = new ReportOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return Report.exitCode(Objects.requireNonNull(spec), reportOptions, this::measure);
  }

  private void measure(Report report) throws InterruptedException, IOException {
    PrintWriter out = report.out();
    QuerySpec query = questions.spec();
    RoundSpec round = rounds.spec();
    List<Peer> beside = peers.peers(out);
    Instant start = LoadSpec.firstTimestamp(report.now());
    Path directory = report.begin(describe(query, round));
    QueryRun run = new QueryRun(query, round, start, out);
    List<QueriedSystem> systems = new ArrayList<>();
    List<List<QueryOutcome>> outcomes;
    try {
      systems.add(RollupNode.start(directory, tidegauge, start));
      for (Peer peer : beside) {
        systems.add(QueriedSystem.start(peer, directory));
      }
      for (QueriedSystem system : systems) {
        out.printf(Locale.ROOT, "%-18s %s%n", system.store().name(), system.store().version());
        out.flush();
        run.fill(system.store());
      }
      outcomes = run.ask(systems);
    } finally {
      systems.reversed().forEach(QueriedSystem::close);
    }
    for (List<QueryOutcome> some : outcomes) {
      out.printf(Locale.ROOT, "%n%s%n", title(some.getFirst()));
      out.print(QueryTable.of(some));
    }
    report.end(directory, outcomes.stream().flatMap(List::stream).toList());
  }

  private static String title(QueryOutcome outcome) {
    return String.format(
        Locale.ROOT,
        "%s, %s: %,d series, %,d points",
        QueryRun.title(outcome.by()),
        outcome.fresh() ? "uncached" : "cached",
        outcome.series(),
        outcome.points());
  }

  private static String describe(QuerySpec query, RoundSpec round) {
    return String.format(
        Locale.ROOT,
        "%,d series, a sample each %s, seed %d; questions about %,d of them over %d h in windows of"
            + " %s, %d at the same time; %d rounds of %d s after %d CPU-seconds of warm-up",
        query.load().series(),
        query.load().interval(),
        query.load().seed(),
        query.asked(),
        query.span().toHours(),
        query.window().label(),
        query.concurrency(),
        round.rounds(),
        round.length().toSeconds(),
        round.warmUp().toSeconds());
  }
}
