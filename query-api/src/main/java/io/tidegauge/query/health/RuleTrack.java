package io.tidegauge.query.health;

import org.jspecify.annotations.Nullable;

/** One rule on one server over time. Not thread-safe. */
final class RuleTrack {

  /** How long a value must be fine at the least before its finding ends, so that none flaps, ms. */
  static final long LEAST_FALL_MILLIS = 30_000;

  private final Threshold warning = new Threshold();
  private final Threshold critical = new Threshold();
  private @Nullable Rule rule;
  private double value = Double.NaN;

  /**
   * Looks at the rule's value.
   *
   * @param newest NaN where it is not known, which is over no limit
   */
  void judge(Rule current, double newest, long now) {
    boolean overWarning = current.isOver(Level.WARNING, newest);
    boolean overCritical = current.isOver(Level.CRITICAL, newest);
    if (rule != null && !current.equals(rule)) {
      warning.edited(overWarning);
      critical.edited(overCritical);
    }
    rule = current;
    long rise = current.forSeconds() * 1_000L;
    long fall = Math.max(rise, LEAST_FALL_MILLIS);
    warning.judge(overWarning, now, rise, fall);
    critical.judge(overCritical, now, rise, fall);
    value = Double.isNaN(newest) ? value : newest;
  }

  /** The server is silent: nothing begins or ends meanwhile. */
  void pause() {
    warning.pause();
    critical.pause();
  }

  /** Takes over what another node found. */
  void adopt(Finding finding) {
    (finding.level() == Level.WARNING ? warning : critical).adopt(finding.since());
    value = finding.value();
  }

  /** What it says; null where nothing is wrong. */
  @Nullable Finding finding() {
    Rule current = rule;
    Level level = critical.active() ? Level.CRITICAL : warning.active() ? Level.WARNING : null;
    if (current == null || level == null) {
      return null;
    }
    Double limit = current.limit(level);
    return limit == null
        ? null
        : new Finding(
            current.id(),
            level,
            value,
            limit,
            level == Level.CRITICAL ? critical.since() : warning.since());
  }

  boolean idle() {
    return warning.idle() && critical.idle();
  }
}
