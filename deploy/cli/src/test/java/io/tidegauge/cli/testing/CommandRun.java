package io.tidegauge.cli.testing;

import io.tidegauge.cli.output.JsonLines;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command did.
 *
 * @param code its exit code
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int code, String out, String err) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Runs a command that is made for an output. */
  public static CommandRun of(
      Function<LongFunction<JsonLines>, CommandLine> command, String... arguments) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        command
            .apply(limit -> new JsonLines(lines, limit))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new CommandRun(
        code, lines.toString(StandardCharsets.UTF_8) + out, err.toString().strip());
  }

  /** Standard output's lines, each of which must be a JSON object. */
  public List<JsonNode> lines() {
    return out.lines().map(JSON::readTree).toList();
  }
}
