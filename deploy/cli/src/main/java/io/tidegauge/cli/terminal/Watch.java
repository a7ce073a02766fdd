package io.tidegauge.cli.terminal;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.ExitCodes;
import io.tidegauge.cli.output.TextLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Prints a picture, once or again and again; a mixin of commands. */
public final class Watch {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final String CLEAR_ALL = HOME + "\u001b[2J";

  @Option(names = "--watch", description = "again every 2 s until Ctrl-C")
  private boolean watch;

  private boolean painted;

  /** What is printed each time. */
  @FunctionalInterface
  public interface Picture {

    /**
     * Prints it.
     *
     * @return the exit code that it stands for
     */
    int paint(TextLines out);
  }

  /**
   * Prints the picture once, or until Ctrl-C. A service that goes away while it is watched is said
   * so, and asked again.
   *
   * @param ends a code on which to end the watch; null for none
   */
  public int run(
      Picture picture,
      @Nullable Integer ends,
      Terminal terminal,
      Interrupt interrupt,
      CommandLine line)
      throws InterruptedException {
    int code = show(picture, terminal, line);
    while (watch && !(ends != null && ends == code)) {
      if (interrupt.await(PAUSE)) {
        return ExitCodes.OK;
      }
      code = show(picture, terminal, line);
    }
    return code;
  }

  private int show(Picture picture, Terminal terminal, CommandLine line) {
    StringWriter page = new StringWriter();
    int code;
    try (PrintWriter to = new PrintWriter(page)) {
      code = picture.paint(new TextLines(to));
    } catch (CommandFailedException e) {
      if (!painted) {
        throw e;
      }
      code = e.exitCode();
      page.getBuffer().setLength(0);
      if (terminal.interactive()) {
        page.append(terminal.paint(Tone.BAD, String.valueOf(e.getMessage()))).append('\n');
      } else {
        line.getErr().println(line.getCommandName() + ": " + e.getMessage());
        line.getErr().flush();
      }
    }
    TextLines out = new TextLines(line.getOut());
    if (watch && terminal.interactive()) {
      repaint(page.toString().lines().toList(), terminal, out);
    } else {
      out.text(page.toString());
    }
    painted = true;
    out.flush();
    return code;
  }

  /** Line over line, which does not flicker. */
  private void repaint(List<String> lines, Terminal terminal, TextLines out) {
    out.text(painted ? HOME : CLEAR_ALL);
    int room = terminal.height() - 1;
    int shown = lines.size() > room ? room - 1 : lines.size();
    lines.stream().limit(shown).forEach(line -> out.line(line + CLEAR_LINE));
    if (shown < lines.size()) {
      out.line(
          "… and " + Quantity.count(lines.size() - shown, "more line", "more lines") + CLEAR_LINE);
    }
    out.text(CLEAR_BELOW);
  }
}
