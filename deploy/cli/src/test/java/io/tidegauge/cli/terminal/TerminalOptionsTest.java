package io.tidegauge.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.cli.testing.Environments;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TerminalOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "auto, true, '', xterm, true",
    "auto, false, '', xterm, false",
    "auto, true, 1, xterm, false",
    "auto, true, '', dumb, false",
    "always, false, 1, dumb, true",
    "never, true, '', xterm, false"
  })
  void colorsAreForTerminalsThatWantThem(
      String mode, boolean isTerminal, String noColor, String term, boolean colors) {
    Map<String, String> variables = Map.of("NO_COLOR", noColor, "TERM", term);

    assertThat(terminal(variables, isTerminal, "--color", mode).colors()).isEqualTo(colors);
  }

  @Test
  void theWidthIsThatOfTheTerminal() {
    assertThat(terminal(Map.of("COLUMNS", "132"), true).width()).isEqualTo(132);
    assertThat(terminal(Map.of("COLUMNS", "100"), false).width()).isEqualTo(100);
    assertThat(terminal(Map.of(), true).width()).isEqualTo(80);
    assertThat(terminal(Map.of("COLUMNS", "0"), true).width()).isEqualTo(80);
    assertThat(terminal(Map.of("COLUMNS", "wide"), false).width()).isEqualTo(Terminal.UNLIMITED);
    assertThat(terminal(Map.of("COLUMNS", "3"), true).width()).isEqualTo(20);
  }

  private static Terminal terminal(
      Map<String, String> variables, boolean isTerminal, String... arguments) {
    TerminalOptions options = new TerminalOptions();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("output", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
        .parseArgs(arguments);
    return options.terminal(Environments.of(variables, isTerminal));
  }
}
