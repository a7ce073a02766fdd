package io.tidegauge.cli.reject;

import java.util.Map;

/** What is to be done to send something refused again. */
sealed interface Resend {

  /**
   * A request to the ingest port.
   *
   * @param path with its query
   * @param headers without the tenant's
   */
  record Request(String path, Map<String, String> headers, byte[] body) implements Resend {}

  /**
   * It cannot be done.
   *
   * @param why what is missing, and what a person can do
   */
  record Impossible(String why) implements Resend {}
}
