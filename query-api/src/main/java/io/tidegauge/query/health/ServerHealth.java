package io.tidegauge.query.health;

import java.util.List;

/**
 * How a server is. Immutable.
 *
 * @param state its state
 * @param since since when, ms since the epoch; {@link #UNKNOWN} where this node has not seen it
 *     begin
 * @param findings what rules say of it, the worst first; empty while it is stale or gone
 */
public record ServerHealth(ServerState state, long since, List<Finding> findings) {

  /** No time. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** Copies. */
  public ServerHealth {
    findings = List.copyOf(findings);
  }
}
