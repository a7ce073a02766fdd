package io.tidegauge.query.live;

import io.tidegauge.query.support.Api;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Autobahn's fuzzing client for WebSocket servers (github.com/crossbario/autobahn-testsuite,
 * version 0.5.5) in a process of its own: Python on Jython, from the jars that the build puts
 * beside the tests where trials are asked for.
 */
final class FuzzingClient {

  private static final Path JARS = Path.of("target", "autobahn", "jars").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String SERVER = "server";
  private static final String REPORTS = "reports";

  private FuzzingClient() {}

  /**
   * What came of a case.
   *
   * @param id its number, such as 6.4.1
   * @param behavior what Autobahn says of what it was sent, such as OK or NON-STRICT
   * @param close the same of how the connection was closed
   * @param closeCode the close code that it was sent; null where it was sent none
   * @param expectsEcho whether only a server that sends messages back can pass
   * @param words what it was, and what came of it
   */
  record Result(
      String id,
      String behavior,
      String close,
      @Nullable Integer closeCode,
      boolean expectsEcho,
      String words) {

    private static final Set<String> BEHAVIORS = Set.of("OK", "NON-STRICT", "INFORMATIONAL");
    private static final Set<String> CLOSES = Set.of("OK", "INFORMATIONAL");

    boolean passed() {
      return BEHAVIORS.contains(behavior) && CLOSES.contains(close);
    }
  }

  /**
   * Runs cases, one after the other.
   *
   * @param url a WebSocket's, ws://
   * @param directory for the reports, which stay
   * @param cases which are run, such as {@code 1.*}
   * @return of each case, by number
   */
  static List<Result> run(String url, Path directory, List<String> cases)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path output = directory.resolve("output.txt");
    String which =
        cases.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", ", "[", "]"));
    String program =
        "from autobahntestsuite import wstest; wstest.start({'mode': 'fuzzingclient'},"
            + " {'outdir': '%s', 'servers': [{'agent': '%s', 'url': '%s'}],"
                .formatted(REPORTS, SERVER, url)
            + " 'options': {'version': 18}, 'cases': %s})".formatted(which);
    Path index = directory.resolve(REPORTS).resolve("index.json");
    Files.deleteIfExists(index);
    Process process =
        new ProcessBuilder(command(program))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("Autobahn runs longer than " + PATIENCE + ", see " + output);
      }
    } finally {
      process.destroyForcibly();
    }
    if (!Files.exists(index)) {
      throw new AssertionError("Autobahn has left no report, see " + output.toAbsolutePath());
    }
    return read(index);
  }

  private static List<String> command(String program) throws IOException {
    String jars;
    try (var files = Files.list(JARS)) {
      jars = files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dpython.cachedir.skip=true",
        "-cp",
        jars,
        "org.python.util.jython",
        "-c",
        program);
  }

  private static List<Result> read(Path index) throws IOException {
    List<Result> results = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : json(index).path(SERVER).properties()) {
      JsonNode summary = one.getValue();
      JsonNode report = json(index.resolveSibling(summary.path("reportfile").asString("")));
      String behavior = summary.path("behavior").asString("");
      String close = summary.path("behaviorClose").asString("");
      JsonNode code = summary.path("remoteCloseCode");
      results.add(
          new Result(
              one.getKey(),
              behavior,
              close,
              code.isNumber() ? code.asInt() : null,
              expectsEcho(report.path("expected").path("OK")),
              "%s: %s, %s, close code %s; %s Expected: %s But: %s %s"
                  .formatted(
                      one.getKey(),
                      behavior,
                      close,
                      code,
                      report.path("description").asString(""),
                      report.path("expectation").asString(""),
                      report.path("result").asString(""),
                      report.path("resultClose").asString(""))));
    }
    results.sort(Comparator.comparing(Result::id, FuzzingClient::byNumber));
    return results;
  }

  /** The larger cases do not say what they expect: it is an echo. */
  private static boolean expectsEcho(JsonNode events) {
    return !events.isArray()
        || events.valueStream().anyMatch(event -> event.path(0).asString("").equals("message"));
  }

  private static int byNumber(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other));
  }

  private static int[] numbers(String id) {
    return Arrays.stream(id.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
  }

  private static JsonNode json(Path file) throws IOException {
    return Api.json(Files.readString(file));
  }
}
