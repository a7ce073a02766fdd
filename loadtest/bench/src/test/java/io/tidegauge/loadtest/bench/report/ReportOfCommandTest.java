package io.tidegauge.loadtest.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.LoadException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportOfCommandTest {

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Report.Measurement measurement) throws InterruptedException {
    ReportOptions options = new ReportOptions();
    CommandSpec spec = CommandSpec.create().name("trial").addMixin("", spec(options));
    new CommandLine(spec)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .parseArgs(
            "--dir=" + directory.resolve("run"), "--results=" + directory.resolve("results"));
    return Report.exitCode(spec, options, measurement);
  }

  private static CommandSpec spec(ReportOptions options) {
    return CommandSpec.forAnnotatedObject(options);
  }

  @Test
  void machineThenWhatIsMeasuredThenWhereTheFileIs() throws Exception {
    int exitCode =
        run(
            report -> {
              Path run = report.begin("two of each");
              assertThat(run).isEqualTo(directory.resolve("run")).isDirectory();
              report.out().println("a table");
              report.end(run, List.of(7));
            });

    assertThat(exitCode).isZero();
    assertThat(err.toString()).isEmpty();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.getFirst()).contains("load average");
    assertThat(lines.subList(1, 3)).containsExactly("two of each", "a table");
    assertThat(directory.resolve("run")).doesNotExist();
    try (Stream<Path> files = Files.list(directory.resolve("results"))) {
      Path file = files.findFirst().orElseThrow();
      assertThat(lines.get(3)).isEqualTo("Written to " + file);
      JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
      assertThat(json.at("/command").asString()).isEqualTo("trial");
      assertThat(json.at("/arguments/0").asString()).startsWith("--dir=");
      assertThat(json.at("/outcomes/0").asInt()).isEqualTo(7);
    }
  }

  @Test
  void aWrongOptionIsToldFromWhatWentWrong() throws Exception {
    assertThat(failing(new IllegalArgumentException("--rounds is 0"))).isEqualTo(2);
    assertThat(failing(new EngineException("it ended"))).isEqualTo(1);
    assertThat(failing(new LoadException("it refused"))).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly(
            "bench trial: --rounds is 0", "bench trial: it ended", "bench trial: it refused");
  }

  @Test
  void aFileThatCannotBeWrittenIsAnError() throws Exception {
    Files.writeString(directory.resolve("results"), "no folder");

    assertThat(run(report -> report.end(report.begin(), List.of()))).isEqualTo(1);

    assertThat(err.toString()).startsWith("bench trial: ");
    assertThat(directory.resolve("run")).as("kept, to look at").isDirectory();
  }

  private int failing(RuntimeException why) throws InterruptedException {
    return run(
        report -> {
          throw why;
        });
  }
}
