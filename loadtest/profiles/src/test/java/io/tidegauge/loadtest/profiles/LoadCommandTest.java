package io.tidegauge.loadtest.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The load is bounded, and goes to this machine unless it was said otherwise. */
class LoadCommandTest {

  private final StringWriter said = new StringWriter();

  private int run(String... arguments) {
    PrintWriter writer = new PrintWriter(said, true);
    return LoadCommand.commandLine().setOut(writer).setErr(writer).execute(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "steady, --agents=0",
    "steady, --agents=901",
    "steady, --series=501",
    "steady, --labels=1",
    "steady, --minutes=61",
    "high, --minutes=0.01",
    "spike, --minutes=NaN",
    "soak, --minutes=1441",
    "steps, --rates=100;20001",
    "steps, --rates=100;100",
    "steps, --seconds=1",
    "breakpoint, --to=20001",
    "breakpoint, --from=20000",
    "subscribers, --viewers=12001",
    "subscribers, --feeds=0",
    "day, --analysts=0",
    "day, --viewers=5001",
    "day, --limit=0",
    "day, --history-hours=73",
    "steady, --ingest-url=localhost",
    "steady, --tenant=a/b"
  })
  void aLoadWithoutBoundsIsRefused(String profile, String option) {
    int exit = run(profile, option.replace(';', ','));

    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString())
        .startsWith("load " + profile + ": ")
        .contains(option.substring(0, option.indexOf('=')));
  }

  @ParameterizedTest
  @CsvSource({"--ingest-url, http://192.0.2.1:4318", "--query-url, http://192.0.2.1:8080"})
  void anotherMachineIsLoadedOnlyWhereThatIsSaid(String option, String address) {
    int exit = run("steady", option + "=" + address);

    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString()).contains(option, "not a loopback address", "--allow-remote");
  }

  @Test
  void everyProfileHasAHelpWithItsExitCodes() {
    Set<String> profiles = LoadCommand.commandLine().getSubcommands().keySet();

    assertThat(profiles)
        .containsExactlyInAnyOrder(
            "steady", "high", "spike", "steps", "soak", "breakpoint", "subscribers", "day");
    for (String profile : profiles) {
      said.getBuffer().setLength(0);
      assertThat(run(profile, "--help")).isZero();
      assertThat(said.toString())
          .contains(
              "--ingest-url", "--query-url", "--tenant", "--limit", "--results", "Exit codes");
    }
  }
}
