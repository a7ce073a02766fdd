package io.tidegauge.query.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server over time. A silent server is stale or gone, whatever its last values were: they say
 * nothing of how it is now. What was found before stays meanwhile and holds again as soon as it
 * speaks, until its values have been fine for the rule's time. Not thread-safe.
 */
final class ServerTrack {

  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::level).reversed().thenComparing(Finding::rule);

  private final Map<String, RuleTrack> tracks = new HashMap<>();
  private @Nullable ServerHealth health;
  private @Nullable ServerHealth adopted;

  /** Takes over what is recorded of it; to be called before it is judged again. */
  void adopt(ServerHealth recorded) {
    adopted = recorded;
    for (Finding finding : recorded.findings()) {
      tracks.computeIfAbsent(finding.rule(), id -> new RuleTrack()).adopt(finding);
    }
  }

  /** How it is now, ms since the epoch. */
  ServerHealth judge(Reading reading, RuleSet rules, long now) {
    ServerState freshness = reading.freshness(now);
    if (freshness != ServerState.HEALTHY) {
      tracks.values().forEach(RuleTrack::pause);
      return settle(freshness, List.of(), now);
    }
    tracks.keySet().retainAll(rules.enabled().keySet());
    List<Finding> findings = new ArrayList<>();
    for (Rule rule : rules.enabled().values()) {
      judge(rule, reading.value(rule), now, findings);
    }
    findings.sort(WORST_FIRST);
    return settle(
        findings.isEmpty() ? ServerState.HEALTHY : findings.getFirst().level().state(),
        findings,
        now);
  }

  private void judge(Rule rule, double value, long now, List<Finding> findings) {
    RuleTrack track = tracks.get(rule.id());
    if (track == null) {
      // Most servers are well: nothing is kept of those.
      if (!rule.isOver(Level.WARNING, value) && !rule.isOver(Level.CRITICAL, value)) {
        return;
      }
      track = new RuleTrack();
      tracks.put(rule.id(), track);
    }
    track.judge(rule, value, now);
    Finding finding = track.finding();
    if (finding != null) {
      findings.add(finding);
    } else if (track.idle()) {
      tracks.remove(rule.id());
    }
  }

  private ServerHealth settle(ServerState state, List<Finding> findings, long now) {
    ServerHealth before = health;
    ServerHealth known = adopted;
    adopted = null;
    long since;
    if (known != null && known.state() == state) {
      since = known.since();
    } else if (before != null && before.state() == state) {
      since = before.since();
    } else {
      // The first look does not tell since when it is so.
      since = before == null && known == null ? ServerHealth.UNKNOWN : now;
    }
    ServerHealth settled = new ServerHealth(state, since, findings);
    health = settled;
    return settled;
  }
}
