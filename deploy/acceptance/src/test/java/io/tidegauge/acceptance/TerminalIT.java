package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands of the terminal, run by the launcher against the product. */
class TerminalIT {

  /** Not the default one, whose servers are the host's own agent only. */
  private static final String TENANT = "terminal";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Product product = Product.shared();

  @Test
  void whatIsSentIsSeenLiveAndThenAsRollups() {
    try (Program tail = start("tail", "terminal_depth_value", "--count=3", "--for=60s")) {
      Await.until(PATIENCE, () -> assertThat(tail.output()).contains("no live series fits yet"));
      for (int value = 1; value <= 3; value++) {
        String shown = " " + value + "00  ";
        send("terminal_depth,host=terminal-1 value=" + value + "00");
        Await.until(PATIENCE, () -> assertThat(tail.output()).contains(shown));
      }

      assertThat(tail.await(30)).as(tail.output()).isZero();
      assertThat(tail.output().lines())
          .last()
          .asString()
          .matches("[0-9:.]{12} {2}terminal_depth_value\\{host=\"terminal-1\"} +300 {2}▁▅█");
    }
    Await.until(
        PATIENCE,
        () ->
            assertThat(run(0, "query", "terminal_depth_value", "--agg=max", "--fail-if-empty"))
                .containsPattern("terminal_depth_value\\{host=\"terminal-1\"} +max .* 300 ")
                .contains("1 open")
                .contains("complete up to "));
    assertThat(run(0, "query", "terminal_depth_value", "--points", "--agg=count,max"))
        .containsPattern("\\d\\d:\\d\\d +3 +300 +open\n");
    assertThat(run(0, "query", "terminal_depth_value", "--json")).contains("\"max\":300");
    assertThat(run(0, "query")).containsPattern("terminal_depth_value +gauge ");
    // On a busy machine a command takes so long that a server which sends nothing is stale by then.
    Await.until(
        PATIENCE,
        () -> {
          send("terminal_depth,host=terminal-1 value=300");
          assertThat(run(0, "servers")).containsPattern("terminal-1 +healthy ");
        });
    Await.until(
        PATIENCE,
        () -> {
          send("terminal_depth,host=terminal-1 value=300");
          assertThat(run(0, "servers", "terminal-1"))
              .startsWith("terminal-1  healthy")
              .contains("terminal_depth_value");
        });
    assertThat(run(1, "servers", "nobody-knows-it")).contains("There is no server");
  }

  @Test
  void anInterruptEndsATailWell() throws Exception {
    send("terminal_interrupt,host=terminal-2 value=7");
    try (Program tail = start("tail", "terminal_interrupt_value", "--json")) {
      Await.until(PATIENCE, () -> assertThat(tail.output()).contains("\"value\":7"));
      Process kill = new ProcessBuilder("kill", "-INT", Long.toString(tail.pid())).start();
      assertThat(kill.waitFor()).isZero();

      assertThat(tail.await(10)).as(tail.output()).isZero();
    }
  }

  @Test
  void whoReadsOnlyTheBeginningIsNoFailure() {
    send("terminal_head,host=terminal-3 value=7");
    assertThat(
            bash(
                "set -o pipefail; ./tidegauge query | head -1; ./tidegauge servers --json | head -c 9",
                0))
        .contains("METRIC", "{\"");
  }

  @Test
  void aServiceThatIsNotThereIsThree() {
    assertThat(run(3, "status", "--url=http://127.0.0.1:1")).contains("cannot reach");
    assertThat(run(2, "query", "x", "--window=7m")).contains("5m, 15m, 1h, 24h");
  }

  @Test
  void theShellCompletesCommandsOptionsValuesAndNames() {
    assumeTrue(Program.exists("curl"), "curl is not installed");
    send("terminal_complete,host=terminal-4 value=7");

    assertThat(bash("source <(./tidegauge completion bash); complete -p tidegauge", 0))
        .contains("-F _tidegauge tidegauge");
    assertThat(complete("./tidegauge", "serv")).containsExactly("servers");
    assertThat(complete("./tidegauge", "servers", "--fail")).containsExactly("--fail-on");
    assertThat(complete("./tidegauge", "servers", "--color", "=", "a"))
        .containsExactly("auto", "always");
    assertThat(complete("./tidegauge", "query", "x", "--window", ""))
        .containsExactly("5m", "15m", "1h", "24h");
    assertThat(complete("./tidegauge", "topic", "")).containsExactly("cat");
    assertThat(complete("./tidegauge", "topic", "cat", "samples", "--part"))
        .containsExactly("--partition");
    assertThat(complete("./tidegauge", "up", "--eph")).containsExactly("--ephemeral");
    Await.until(
        PATIENCE,
        () ->
            assertThat(complete("./tidegauge", "tail", "terminal_comp"))
                .containsExactly("terminal_complete_value"));
    Await.until(
        PATIENCE,
        () ->
            assertThat(complete("./tidegauge", "servers", "terminal-4"))
                .containsExactly("terminal-4"));
  }

  private List<String> complete(String... words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append('\'').append(word).append("' ");
    }
    return bash(
            "source <(./tidegauge completion bash); COMP_WORDS=(%s) COMP_CWORD=%d; _tidegauge;"
                    .formatted(line, words.length - 1)
                + " printf '%s\\n' \"${COMPREPLY[@]}\"",
            0)
        .lines()
        .toList();
  }

  private void send(String line) {
    HttpResponse<String> answer = Http.postLines(product.ingest(), "/write", TENANT, line);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private Program start(String... arguments) {
    List<String> command = new ArrayList<>(environment());
    command.add(Product.root().resolve("tidegauge").toString());
    command.addAll(List.of(arguments));
    return start(command);
  }

  private String run(int code, String... arguments) {
    try (Program program = start(arguments)) {
      int exit = program.await(60);
      assertThat(exit).as(program.output()).isEqualTo(code);
      return program.output();
    }
  }

  private String bash(String script, int code) {
    List<String> command = new ArrayList<>(environment());
    command.addAll(List.of("bash", "-c", script));
    try (Program bash = start(command)) {
      int exit = bash.await(60);
      assertThat(exit).as(bash.output()).isEqualTo(code);
      return bash.output();
    }
  }

  private List<String> environment() {
    return List.of(
        "env",
        "--default-signal",
        "TIDEGAUGE_URL=" + product.query(),
        "TIDEGAUGE_TENANT=" + TENANT);
  }

  private static Program start(List<String> command) {
    return Program.start(
        Product.root(), Product.output("terminal-" + System.nanoTime() + ".log"), command);
  }
}
