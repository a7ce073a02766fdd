package io.tidegauge.cli.terminal;

/**
 * What the output goes to.
 *
 * @param width columns; {@link #UNLIMITED} where no terminal limits it
 * @param height lines; {@link #UNLIMITED} where no terminal limits it
 * @param colors whether to colour
 * @param interactive whether it is a terminal
 */
public record Terminal(int width, int height, boolean colors, boolean interactive) {

  /** A file or a pipe. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final String ESCAPE = "\u001b[";

  /** A text with a tone, where there are colours. */
  public String paint(Tone tone, String text) {
    return colors && !tone.code().isEmpty() && !text.isEmpty()
        ? ESCAPE + tone.code() + "m" + text + ESCAPE + "0m"
        : text;
  }
}
