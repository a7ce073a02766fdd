package io.tidegauge.cli.terminal;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to print; a mixin of commands. */
public final class TerminalOptions {

  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;
  private static final int SMALLEST = 20;

  @Option(
      names = "--json",
      description = "for programs: the API's own JSON, times in RFC 3339, on standard output")
  private boolean json;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      description = "colours; auto unless given: on a terminal, where NO_COLOR is not set")
  private ColorMode color = ColorMode.auto;

  /** Whether a program reads. */
  public boolean json() {
    return json;
  }

  /** What the output goes to. */
  public Terminal terminal(Environment environment) {
    Map<String, String> variables = environment.variables();
    boolean interactive = environment.isTerminal();
    boolean wanted =
        switch (color) {
          case always -> true;
          case never -> false;
          case auto ->
              interactive
                  && variables.getOrDefault("NO_COLOR", "").isEmpty()
                  && !"dumb".equals(variables.get("TERM"));
        };
    return new Terminal(
        size(variables.get("COLUMNS"), interactive ? USUAL_WIDTH : Terminal.UNLIMITED),
        size(variables.get("LINES"), interactive ? USUAL_HEIGHT : Terminal.UNLIMITED),
        wanted,
        interactive);
  }

  private static int size(@Nullable String text, int usual) {
    return text != null && text.matches("[1-9]\\d{0,4}")
        ? Math.max(SMALLEST, Integer.parseInt(text))
        : usual;
  }
}
