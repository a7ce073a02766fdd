package io.tidegauge.cli.terminal;

/** Texts as a terminal shows them, by columns instead of characters. Stateless. */
public final class Text {

  private static final String CUT = "…";

  private Text() {}

  /**
   * Without control characters: labels come from whoever sends samples, and must not move the
   * cursor or set colours.
   */
  public static String clean(String text) {
    if (text.codePoints().noneMatch(Text::isControl)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(isControl(c) ? '\ufffd' : c));
    return clean.toString();
  }

  private static boolean isControl(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.FORMAT // among them what turns the direction of writing
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** How many columns it takes: two for characters of East Asia, none for combining ones. */
  public static int width(String text) {
    return text.codePoints().map(Text::width).sum();
  }

  private static int width(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(character) ? 2 : 1;
  }

  /** The wide and fullwidth ranges of Unicode's annex 11 that are used in names. */
  private static boolean isWide(int c) {
    return c >= 0x1100
        && (c <= 0x115f
            || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
            || (c >= 0xac00 && c <= 0xd7a3)
            || (c >= 0xf900 && c <= 0xfaff)
            || (c >= 0xfe30 && c <= 0xfe6f)
            || (c >= 0xff00 && c <= 0xff60)
            || (c >= 0xffe0 && c <= 0xffe6)
            || (c >= 0x1f300 && c <= 0x1f64f)
            || (c >= 0x1f900 && c <= 0x1f9ff)
            || (c >= 0x20000 && c <= 0x3fffd));
  }

  /** At most so many columns; what is cut off is shown by an ellipsis. */
  public static String fit(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder start = new StringBuilder();
    int taken = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (taken + width(character) > columns - 1) {
        break;
      }
      taken += width(character);
      start.appendCodePoint(character);
      i += Character.charCount(character);
    }
    return columns < 1 ? "" : start + CUT;
  }

  /** With spaces after it, up to so many columns. */
  public static String left(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /** With spaces before it, up to so many columns. */
  public static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - width(text))) + text;
  }
}
