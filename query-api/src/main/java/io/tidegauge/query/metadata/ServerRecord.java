package io.tidegauge.query.metadata;

import java.util.List;

/**
 * What people know of a server, and its state as it was recorded last.
 *
 * @param id as {@code ServerRule} reads it
 * @param owner whom to ask
 * @param tags words to find it by
 * @param state the recorded state; empty where there is none
 * @param stateSince since when, ms since the epoch; Long.MIN_VALUE where there is none
 */
public record ServerRecord(
    String id,
    String hostname,
    String environment,
    String role,
    String location,
    String owner,
    List<String> tags,
    String state,
    long stateSince) {

  /** Copies. */
  public ServerRecord {
    tags = List.copyOf(tags);
  }

  /** A server nobody has said anything about. */
  public static ServerRecord unknown(String id) {
    return new ServerRecord(id, id, "", "", "", "", List.of(), "", Long.MIN_VALUE);
  }
}
