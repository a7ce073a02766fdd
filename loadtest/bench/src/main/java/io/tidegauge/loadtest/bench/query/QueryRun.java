package io.tidegauge.loadtest.bench.query;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.Load;
import io.tidegauge.loadtest.bench.load.LoadResult;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import io.tidegauge.loadtest.bench.measure.Quiet;
import io.tidegauge.loadtest.bench.round.RoundSpec;
import io.tidegauge.loadtest.bench.system.QueriedSystem;
import io.tidegauge.loadtest.bench.system.RangeAnswer;
import io.tidegauge.loadtest.bench.system.RangeQuestion;
import io.tidegauge.loadtest.bench.system.SystemUnderTest;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Fills all systems with the same samples, looks whether all give the same answers, and asks one
 * after the other, round after round, each time in another order. All run from the start to the
 * end; while one has its turn the others have nothing to do.
 */
final class QueryRun {

  /**
   * Samples come a millisecond after the edges of windows, as peers count one at the edge to the
   * window before. Asking them with an offset would have VictoriaMetrics keep no answers.
   */
  private static final Duration OFF_THE_EDGE = Duration.ofMillis(1);

  private static final Duration VISIBLE = Duration.ofMinutes(2);
  private static final Duration WARM_UP_PART = Duration.ofSeconds(1);
  private static final Duration WARM_UP_PATIENCE = Duration.ofMinutes(5);

  private final QuerySpec spec;
  private final RoundSpec rounds;
  private final Instant start;
  private final PrintWriter out;
  private final List<String> metrics;

  /**
   * A run.
   *
   * @param start of the first window, the start of a day
   */
  QueryRun(QuerySpec spec, RoundSpec rounds, Instant start, PrintWriter out) {
    this.spec = spec;
    this.rounds = rounds;
    this.start = start;
    this.out = out;
    this.metrics = new Load(spec.load(), start).metrics();
  }

  /** Sends a system its samples; returns when all are where it is to bring them. */
  void fill(SystemUnderTest store) throws InterruptedException {
    Load load = new Load(spec.load(), start.plus(OFF_THE_EDGE));
    LoadResult result = load.runSteps(store.address(), store.path(), spec.steps());
    SystemUnderTest.Sent sent =
        new SystemUnderTest.Sent(
            result.samples(),
            spec.load().series(),
            load.steps(),
            load.span(),
            result.refused() == 0);
    store.awaitDone(sent);
    store.showAll();
    String audit = store.audit(sent);
    out.printf(
        Locale.ROOT,
        "%-18s took %,d samples%s%n",
        store.name(),
        result.samples(),
        audit.isEmpty() ? "" : "; " + audit);
    out.flush();
  }

  /**
   * Asks all of them.
   *
   * @return what came of each with each kind of question, ours first of each kind
   */
  List<List<QueryOutcome>> ask(List<QueriedSystem> systems) throws InterruptedException {
    List<Respondent> respondents = systems.stream().map(Respondent::new).toList();
    try {
      List<List<QueryOutcome>> all = new ArrayList<>();
      for (String by : spec.shapes()) {
        RangeAnswer answer = compare(respondents, by);
        out.printf(
            Locale.ROOT,
            "%s: every system answers %,d series with %,d points, of the same values%n",
            title(by),
            answer.series().size(),
            answer.points());
        out.flush();
      }
      for (Respondent respondent : respondents) {
        warmUp(respondent);
      }
      for (String by : spec.shapes()) {
        for (boolean fresh : new boolean[] {false, true}) {
          all.add(count(respondents, by, fresh));
        }
      }
      return all;
    } finally {
      respondents.forEach(Respondent::close);
    }
  }

  /** What a shape is called. */
  static String title(String by) {
    return by.isEmpty() ? "each series on its own" : "series merged by " + by;
  }

  private List<RangeQuestion> questions(String by) {
    return spec.questions(metrics, start, by);
  }

  /** All must say the same, of all metrics; gives what they say of one. */
  private RangeAnswer compare(List<Respondent> respondents, String by) throws InterruptedException {
    RangeAnswer last = null;
    for (RangeQuestion question : questions(by)) {
      RangeAnswer ours = complete(respondents.getFirst(), question);
      for (Respondent peer : respondents.subList(1, respondents.size())) {
        Optional<String> difference = ours.difference(complete(peer, question));
        if (difference.isPresent()) {
          throw new EngineException(
              "%s and %s answer differently to %s: %s"
                  .formatted(
                      respondents.getFirst().name(), peer.name(), question, difference.get()));
        }
      }
      last = ours;
    }
    if (last == null) {
      throw new EngineException("there is no metric to ask for");
    }
    return last;
  }

  /** A store may take a while until it shows what it took. */
  private RangeAnswer complete(Respondent respondent, RangeQuestion question)
      throws InterruptedException {
    long deadline = System.nanoTime() + VISIBLE.toNanos();
    while (true) {
      RangeAnswer answer = respondent.answer(question);
      boolean allSeries = !question.by().isEmpty() || answer.series().size() == spec.asked();
      if (allSeries
          && answer.points() > 0
          && answer.points() == (long) answer.series().size() * question.windows()) {
        return answer;
      }
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            "%s answers %,d series with %,d final points to %s, and %,d windows of %,d series were to be expected"
                .formatted(
                    respondent.name(),
                    answer.series().size(),
                    answer.points(),
                    question,
                    question.windows(),
                    spec.asked()));
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  /** With all kinds of questions in turns, until it has used some processor time. */
  private void warmUp(Respondent respondent) throws InterruptedException {
    double before = ProcessClock.sum(respondent.clock().seconds());
    long deadline = System.nanoTime() + WARM_UP_PATIENCE.toNanos();
    while (ProcessClock.sum(respondent.clock().seconds()) - before < rounds.warmUp().toSeconds()
        && System.nanoTime() < deadline) {
      for (String by : spec.shapes()) {
        for (boolean fresh : new boolean[] {false, true}) {
          respondent.ask(questions(by), fresh, spec.concurrency(), WARM_UP_PART);
        }
      }
    }
  }

  private List<QueryOutcome> count(List<Respondent> respondents, String by, boolean fresh)
      throws InterruptedException {
    List<RangeQuestion> questions = questions(by);
    List<List<QueryTurn>> turns = new ArrayList<>();
    respondents.forEach(each -> turns.add(new ArrayList<>()));
    for (int round = 0; round < rounds.rounds(); round++) {
      for (int i = 0; i < respondents.size(); i++) {
        int who = (round + i) % respondents.size();
        Respondent respondent = respondents.get(who);
        Quiet.await(respondent.clock(), rounds.settle());
        QueryTurn turn = respondent.ask(questions, fresh, spec.concurrency(), rounds.length());
        turns.get(who).add(turn);
        say(round + 1, respondent, by, fresh, turn);
      }
    }
    RangeAnswer answer = respondents.getFirst().answer(questions.getFirst());
    List<QueryOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < respondents.size(); i++) {
      outcomes.add(
          new QueryOutcome(
              respondents.get(i).name(),
              respondents.get(i).version(),
              by,
              fresh,
              answer.series().size(),
              answer.points(),
              turns.get(i)));
    }
    return outcomes;
  }

  private void say(int number, Respondent respondent, String by, boolean fresh, QueryTurn turn) {
    out.printf(
        Locale.ROOT,
        "round %-4d %-18s %s, %s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, %.2f CPU-ms an answer%n",
        number,
        respondent.name(),
        title(by),
        fresh ? "uncached" : "cached",
        turn.p50Millis(),
        turn.p95Millis(),
        turn.p99Millis(),
        turn.cpuMillis());
    out.flush();
  }
}
