package io.tidegauge.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The load is bounded, and the settings reach the scenario. */
class LoadCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--rate, 0",
    "--rate, 1001",
    "--users, 0",
    "--users, 5001",
    "--seconds, 1",
    "--seconds, 3601",
    "--ingest-url, localhost",
    "--query-url, nowhere"
  })
  void aLoadWithoutBoundsIsRefused(String option, String value) {
    StringWriter err = new StringWriter();
    CommandLine command = LoadCommand.commandLine().setErr(new PrintWriter(err));

    int exit = command.execute(option, value);

    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("load: ").contains(option);
  }

  @Test
  void theScenarioReadsWhatTheCommandWasGiven() {
    LoadSettings given =
        new LoadSettings(URI.create("http://a:1"), URI.create("http://b:2"), 3, 4, 5);

    given.publish();

    assertThat(LoadSettings.published()).isEqualTo(given);
  }

  @Test
  void theHelpNamesEveryOption() {
    String help = LoadCommand.commandLine().getUsageMessage();

    assertThat(help)
        .contains("--ingest-url", "--query-url", "--rate", "--users", "--seconds", "--results")
        .contains("Exit codes");
  }
}
