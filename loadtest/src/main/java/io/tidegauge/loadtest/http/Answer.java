package io.tidegauge.loadtest.http;

import java.util.Map;

/**
 * The answer to a call.
 *
 * @param status of HTTP
 * @param headers by their name in lower case
 * @param body as text
 */
public record Answer(int status, Map<String, String> headers, String body) {

  private static final int SHOWN = 500;

  /** Whether the call did what it was to do. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Whether the same call may succeed later. */
  public boolean isRetryable() {
    return status == 429 || status >= 500;
  }

  /** Status and the start of the body, on one line. */
  public String describe() {
    String text = body.strip().replaceAll("\\s+", " ");
    return "HTTP "
        + status
        + (text.isEmpty() ? "" : ": " + text.substring(0, Math.min(SHOWN, text.length())));
  }
}
