package io.tidegauge.query.health;

import io.tidegauge.query.live.TenantState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one tenant over time, and what PostgreSQL has of them. One thread changes it;
 * {@link #of} may be asked by any.
 */
final class TenantHealth {

  private static final int LONGEST_STORED = 500;

  private final String tenant;
  private final Map<String, ServerHealth> now = new ConcurrentHashMap<>();
  private final Map<String, ServerTrack> tracks = new HashMap<>();

  /** As PostgreSQL has them; null where it is to be read (again). */
  private @Nullable Map<String, ServerHealth> recorded;

  private RuleSet rules = RuleSet.DEFAULTS;
  private long rulesAsOf = HealthStore.NEVER;
  private boolean adopted;
  private boolean sound;
  private boolean judged;
  private long nextExpiry = System.nanoTime();

  TenantHealth(String tenant) {
    this.tenant = tenant;
  }

  String tenant() {
    return tenant;
  }

  /** How a server was at the last look; null where it has not been looked at. */
  @Nullable ServerHealth of(String server) {
    return now.get(server);
  }

  RuleSet rules() {
    return rules;
  }

  /** Which edits the rules have; NEVER where they are the defaults for want of better. */
  long rulesAsOf() {
    return rulesAsOf;
  }

  /** The rules are these now. */
  void rules(RuleSet read, long asOf) {
    if (!read.equals(rules)) {
      rules = read;
      sound = false;
      judged = false;
    }
    rulesAsOf = asOf;
  }

  /** Whether what is recorded has to be read for what is to be done. */
  boolean lacksRecorded(boolean leads) {
    return !adopted || (leads && recorded == null);
  }

  /** What PostgreSQL has; the first time others' findings are taken over. */
  void recorded(Map<String, ServerHealth> read, boolean leads) {
    if (!adopted) {
      adopted = true;
      sound = false;
      judged = false;
      read.forEach((server, health) -> track(server).adopt(health));
    }
    recorded = leads ? new HashMap<>(read) : null;
  }

  /** What was read is not to be relied on any more: others may write. */
  void forgetRecorded() {
    recorded = null;
  }

  private ServerTrack track(String server) {
    return tracks.computeIfAbsent(server, id -> new ServerTrack());
  }

  /** A look at all servers begins. */
  void begin() {
    sound = adopted && rulesAsOf != HealthStore.NEVER;
  }

  /** Looks at one server. */
  void judge(TenantState state, String server, long time) {
    ServerSummary summary = ServerSummary.of(state, server, rules);
    now.put(server, track(server).judge(summary, rules, time));
  }

  /** All servers that live state knows have been looked at. */
  void end(Set<String> live) {
    tracks.keySet().retainAll(live);
    now.keySet().retainAll(live);
    judged = sound;
  }

  /**
   * What differs from what is recorded, at most so many; none before all servers have been looked
   * at with the rules as they are.
   */
  List<Change> changes(long time, int most) {
    List<Change> changes = new ArrayList<>();
    Map<String, ServerHealth> known = recorded;
    if (known == null || !judged) {
      return changes;
    }
    for (Map.Entry<String, ServerHealth> entry : now.entrySet()) {
      ServerHealth was = known.get(entry.getKey());
      if (changes.size() < most
          && (was == null || was.state() != entry.getValue().state())
          && canBeStored(entry.getKey())) {
        changes.add(new Change(entry.getKey(), was, dated(entry.getValue(), time)));
      }
    }
    for (Map.Entry<String, ServerHealth> entry : known.entrySet()) {
      if (changes.size() < most
          && entry.getValue().state() != ServerState.GONE
          && !now.containsKey(entry.getKey())) {
        ServerHealth gone = new ServerHealth(ServerState.GONE, time, List.of());
        changes.add(new Change(entry.getKey(), entry.getValue(), gone));
      }
    }
    return changes;
  }

  /** PostgreSQL holds no U+0000, and no key above a third of a page. */
  private static boolean canBeStored(String server) {
    return server.length() <= LONGEST_STORED && server.chars().noneMatch(Character::isISOControl);
  }

  private static ServerHealth dated(ServerHealth health, long time) {
    return health.since() == ServerHealth.UNKNOWN
        ? new ServerHealth(health.state(), time, health.findings())
        : health;
  }

  /** They are recorded. */
  void written(List<Change> changes) {
    Map<String, ServerHealth> known = recorded;
    if (known != null) {
      changes.forEach(change -> known.put(change.server(), change.is()));
    }
  }

  /** Whether what is old is to be removed: soon after the start, and then now and again. */
  boolean expiryIsDue() {
    return System.nanoTime() - nextExpiry >= 0;
  }

  /** Nothing that is old is left; to be looked at again after a time. */
  void expired(long pauseNanos) {
    nextExpiry = System.nanoTime() + pauseNanos;
  }

  /** The states of these are not recorded any more. */
  void removed(List<String> servers) {
    Map<String, ServerHealth> known = recorded;
    if (known != null) {
      servers.forEach(known::remove);
    }
  }

  /**
   * A server is in another state.
   *
   * @param was what is recorded of it; null where nothing is
   * @param is how it is
   */
  record Change(String server, @Nullable ServerHealth was, ServerHealth is) {}
}
