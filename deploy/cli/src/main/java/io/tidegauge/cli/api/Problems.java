package io.tidegauge.cli.api;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.ExitCodes;
import io.tidegauge.cli.terminal.Text;
import java.net.URI;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What to say of answers that are no 200: problem documents (RFC 9457) and others. */
final class Problems {

  private static final int SHOWN = 300;

  private Problems() {}

  static CommandFailedException of(URI base, Call call, int status, String body) {
    String detail = detail(body);
    if (detail.isEmpty()) {
      return new CommandFailedException(
          base + " answered " + status + " to " + call.target() + "; is --url the query API?",
          ExitCodes.UNREACHABLE,
          null);
    }
    if (status == 404 && detail.contains(call.target().replaceFirst("\\?.*", ""))) {
      return new CommandFailedException(
          "the service at " + base + " is older than this command: " + detail,
          ExitCodes.UNREACHABLE,
          null);
    }
    int code =
        status == 404 ? ExitCodes.BAD : status < 500 ? ExitCodes.USAGE : ExitCodes.UNREACHABLE;
    return new CommandFailedException(detail, code, null);
  }

  private static String detail(String body) {
    try {
      JsonNode problem = Json.MAPPER.readTree(body);
      String detail = problem.path("detail").asString("");
      return Text.fit(
          Text.clean(detail.isEmpty() ? problem.path("title").asString("") : detail), SHOWN);
    } catch (JacksonException e) {
      return ""; // a proxy's page, or another service
    }
  }
}
