package io.tidegauge.query.metadata;

/**
 * What people know of a server.
 *
 * @param id as {@code ServerRule} reads it
 */
public record ServerRecord(
    String id, String hostname, String environment, String role, String location) {

  /** A server nobody has said anything about. */
  public static ServerRecord unknown(String id) {
    return new ServerRecord(id, id, "", "", "");
  }
}
