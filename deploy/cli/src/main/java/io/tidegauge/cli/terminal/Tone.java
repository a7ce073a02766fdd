package io.tidegauge.cli.terminal;

/** What a colour says. Never the only place where it is said. */
public enum Tone {
  /** No colour. */
  PLAIN(""),
  /** All is well. */
  GOOD("32"),
  /** Look at it. */
  WARNING("33"),
  /** Do something. */
  BAD("1;31"),
  /** Of no weight. */
  DIM("2"),
  /** Headings and names. */
  STRONG("1"),
  /** Drawings. */
  ACCENT("36");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /** The parameter of ECMA-48's SGR; empty for none. */
  String code() {
    return code;
  }
}
