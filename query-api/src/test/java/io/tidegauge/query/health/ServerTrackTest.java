package io.tidegauge.query.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How values over time make states: what counts when, and what wins. */
class ServerTrackTest {

  private static final long T = 1_800_000_000_000L;

  private static final class Given implements Reading {
    private ServerState freshness = ServerState.HEALTHY;
    private final Map<String, Double> values = new HashMap<>();

    @Override
    public ServerState freshness(long now) {
      return freshness;
    }

    @Override
    public double value(Rule rule) {
      return values.getOrDefault(rule.id(), Double.NaN);
    }
  }

  private final Given given = new Given();
  private final ServerTrack track = new ServerTrack();
  private RuleSet rules = new RuleSet(List.of(cpu(0.9, 0.97, 60)));

  private static Rule cpu(@Nullable Double warning, @Nullable Double critical, int seconds) {
    return rule("cpu", Rule.Compare.ABOVE, warning, critical, seconds);
  }

  private static Rule rule(
      String id,
      Rule.Compare compare,
      @Nullable Double warning,
      @Nullable Double critical,
      int seconds) {
    return new Rule(
        id,
        id,
        Rule.Signal.METRIC,
        "some_" + id,
        List.of(),
        compare,
        warning,
        critical,
        seconds,
        true);
  }

  private ServerHealth at(int second, double cpu) {
    given.values.put("cpu", cpu);
    return track.judge(given, rules, T + second * 1_000L);
  }

  /** The state at a second, after looks every five seconds with one value. */
  private ServerHealth until(int from, int to, double cpu) {
    ServerHealth last = at(from, cpu);
    for (int second = from + 5; second <= to; second += 5) {
      last = at(second, cpu);
    }
    return last;
  }

  @Test
  void aValueCountsOnceItHasBeenOverTheLimitForLongEnough() {
    assertThat(until(0, 55, 0.95).state()).isEqualTo(ServerState.HEALTHY);

    ServerHealth health = at(60, 0.93);

    assertThat(health.state()).isEqualTo(ServerState.WARNING);
    assertThat(health.since()).isEqualTo(T + 60_000);
    assertThat(health.findings()).containsExactly(new Finding("cpu", Level.WARNING, 0.93, 0.9, T));
  }

  @Test
  void theLimitItselfIsNotOverIt() {
    assertThat(until(0, 120, 0.9).state()).isEqualTo(ServerState.HEALTHY);
  }

  @Test
  void oneLookThatIsFineBeginsTheTimeAnew() {
    until(0, 55, 0.95);
    at(60, 0.5);

    assertThat(until(65, 120, 0.95).state()).isEqualTo(ServerState.HEALTHY);
    assertThat(at(125, 0.95).state()).isEqualTo(ServerState.WARNING);
  }

  @Test
  void theTimeOverTheCriticalLimitCountsForTheWarningToo() {
    until(0, 30, 0.99);

    assertThat(until(35, 60, 0.95).state()).isEqualTo(ServerState.WARNING);
    assertThat(until(65, 120, 0.99).state()).isEqualTo(ServerState.WARNING);
    ServerHealth worse = at(125, 0.99);
    assertThat(worse.state()).isEqualTo(ServerState.CRITICAL);
    assertThat(worse.findings())
        .containsExactly(new Finding("cpu", Level.CRITICAL, 0.99, 0.97, T + 65_000));
  }

  @Test
  void itComesBackOnceItHasBeenFineForAsLong() {
    until(0, 60, 0.95);

    assertThat(until(65, 120, 0.2).state()).isEqualTo(ServerState.WARNING);
    ServerHealth back = at(125, 0.2);

    assertThat(back.state()).isEqualTo(ServerState.HEALTHY);
    assertThat(back.since()).isEqualTo(T + 125_000);
    assertThat(back.findings()).isEmpty();
  }

  @Test
  void aRuleThatCountsAtOnceTakesHalfAMinuteToEndSoThatNothingFlaps() {
    rules = new RuleSet(List.of(cpu(0.9, null, 0)));
    assertThat(at(0, 0.95).state()).isEqualTo(ServerState.WARNING);
    for (int second = 5; second <= 100; second += 10) {
      assertThat(at(second, 0.2).state()).isEqualTo(ServerState.WARNING);
      assertThat(at(second + 5, 0.95).state()).isEqualTo(ServerState.WARNING);
    }
    assertThat(until(110, 135, 0.2).state()).isEqualTo(ServerState.WARNING);
    assertThat(at(140, 0.2).state()).isEqualTo(ServerState.HEALTHY);
  }

  @Test
  void belowIsTheOtherWayRound() {
    rules = new RuleSet(List.of(rule("cpu", Rule.Compare.BELOW, 0.1, 0.05, 0)));

    assertThat(at(0, 0.1).state()).isEqualTo(ServerState.HEALTHY);
    assertThat(at(5, 0.07).state()).isEqualTo(ServerState.WARNING);
    assertThat(at(10, 0.01).state()).isEqualTo(ServerState.CRITICAL);
  }

  @Test
  void theWorstOfSeveralRulesIsTheState() {
    rules =
        new RuleSet(List.of(cpu(0.9, null, 0), rule("memory", Rule.Compare.ABOVE, null, 0.5, 0)));
    given.values.put("memory", 0.6);

    ServerHealth health = at(0, 0.95);

    assertThat(health.state()).isEqualTo(ServerState.CRITICAL);
    assertThat(health.findings().stream().map(Finding::rule)).containsExactly("memory", "cpu");
  }

  @Test
  void whatIsNotKnownIsNotOverALimit() {
    until(0, 55, 0.95);
    at(60, Double.NaN);
    assertThat(until(65, 120, 0.95).state()).isEqualTo(ServerState.HEALTHY);
    at(125, 0.95);

    assertThat(until(130, 185, Double.NaN).state()).isEqualTo(ServerState.WARNING);
    assertThat(at(190, Double.NaN).state()).isEqualTo(ServerState.HEALTHY);
  }

  @Test
  void aSilentServerIsStaleWhateverItsLastValuesWere() {
    until(0, 60, 0.99);
    given.freshness = ServerState.STALE;

    ServerHealth silent = until(65, 300, 0.99);

    assertThat(silent.state()).isEqualTo(ServerState.STALE);
    assertThat(silent.since()).isEqualTo(T + 65_000);
    assertThat(silent.findings()).isEmpty();
  }

  @Test
  void whatWasFoundBeforeTheSilenceHoldsAfterIt() {
    until(0, 60, 0.99);
    given.freshness = ServerState.STALE;
    until(65, 300, 0.99);
    given.freshness = ServerState.HEALTHY;

    assertThat(until(305, 360, 0.2).state()).isEqualTo(ServerState.CRITICAL);
    assertThat(at(365, 0.2).state()).isEqualTo(ServerState.HEALTHY);
  }

  @Test
  void timeInSilenceCountsForNothing() {
    until(0, 30, 0.99);
    given.freshness = ServerState.STALE;
    until(35, 300, 0.99);
    given.freshness = ServerState.HEALTHY;

    assertThat(until(305, 360, 0.99).state()).isEqualTo(ServerState.HEALTHY);
    assertThat(at(365, 0.99).state()).isEqualTo(ServerState.CRITICAL);
  }

  @Test
  void anEditedRuleLetsGoOfWhatIsNotOverItsNewLimit() {
    until(0, 60, 0.95);
    rules = new RuleSet(List.of(cpu(0.96, null, 60)));

    assertThat(at(65, 0.95).state()).isEqualTo(ServerState.HEALTHY);
  }

  @Test
  void anEditedRuleKeepsWhatIsOverItsNewLimit() {
    until(0, 60, 0.95);
    rules = new RuleSet(List.of(cpu(0.8, null, 60)));

    ServerHealth health = at(65, 0.95);

    assertThat(health.state()).isEqualTo(ServerState.WARNING);
    assertThat(health.since()).isEqualTo(T + 60_000);
    assertThat(health.findings()).containsExactly(new Finding("cpu", Level.WARNING, 0.95, 0.8, T));
  }

  @Test
  void aDeletedOrDisabledRuleIsForgotten() {
    until(0, 60, 0.95);
    rules = new RuleSet(List.of());
    assertThat(at(65, 0.95).state()).isEqualTo(ServerState.HEALTHY);

    rules = new RuleSet(List.of(cpu(0.9, 0.97, 60)));
    assertThat(until(70, 125, 0.95).state()).isEqualTo(ServerState.HEALTHY);
  }

  @Test
  void theFirstLookDoesNotKnowSinceWhen() {
    assertThat(at(0, 0.5).since()).isEqualTo(ServerHealth.UNKNOWN);
    assertThat(until(5, 65, 0.95).since()).isEqualTo(T + 65_000);
  }

  @Test
  void whatOthersRecordedIsTakenOver() {
    at(0, 0.95);
    Finding finding = new Finding("cpu", Level.WARNING, 0.92, 0.9, T - 600_000);

    track.adopt(new ServerHealth(ServerState.WARNING, T - 540_000, List.of(finding)));

    ServerHealth health = at(5, 0.95);
    assertThat(health.state()).isEqualTo(ServerState.WARNING);
    assertThat(health.since()).isEqualTo(T - 540_000);
    assertThat(health.findings().getFirst().since()).isEqualTo(T - 600_000);
    assertThat(until(10, 65, 0.2).state()).isEqualTo(ServerState.WARNING);
    assertThat(at(70, 0.2).state()).isEqualTo(ServerState.HEALTHY);
  }
}
