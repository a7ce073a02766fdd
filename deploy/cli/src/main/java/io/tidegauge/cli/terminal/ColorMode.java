package io.tidegauge.cli.terminal;

/** When to colour; the names are what is typed. */
enum ColorMode {
  auto,
  always,
  never
}
