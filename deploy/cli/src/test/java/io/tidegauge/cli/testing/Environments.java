package io.tidegauge.cli.testing;

import io.tidegauge.cli.terminal.Environment;
import io.tidegauge.cli.terminal.Interrupt;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** What commands are run in by tests: a fixed time, the zone of Seoul. */
public final class Environments {

  /** What the clock shows. */
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Environments() {}

  /** A pipe. */
  public static Environment pipe() {
    return of(Map.of(), false);
  }

  /** A terminal of a width. */
  public static Environment terminal(int columns) {
    return of(Map.of("COLUMNS", Integer.toString(columns), "TERM", "xterm"), true);
  }

  /** Any. */
  public static Environment of(Map<String, String> variables, boolean isTerminal) {
    return new Environment(
        variables, isTerminal, () -> NOW, ZoneId.of("Asia/Seoul"), new Interrupt());
  }
}
