package io.tidegauge.cli.terminal;

import java.io.Console;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a command is run in.
 *
 * @param variables of the process
 * @param isTerminal whether standard output is a terminal
 * @param clock for times that are given as "ago"
 * @param zone in which people are shown times
 * @param interrupt Ctrl-C
 */
public record Environment(
    Map<String, String> variables,
    boolean isTerminal,
    InstantSource clock,
    ZoneId zone,
    Interrupt interrupt) {

  /** Set by the launcher, which can ask: Java knows of a terminal only where input is one too. */
  private static final String TERMINAL = "TIDEGAUGE_TERMINAL";

  /** Copies the variables. */
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** That of this process. */
  public static Environment system() {
    Map<String, String> variables = System.getenv();
    String said = variables.get(TERMINAL);
    Console console = System.console();
    boolean isTerminal =
        said == null ? console != null && console.isTerminal() : Boolean.parseBoolean(said);
    return new Environment(
        variables, isTerminal, InstantSource.system(), ZoneId.systemDefault(), new Interrupt());
  }
}
