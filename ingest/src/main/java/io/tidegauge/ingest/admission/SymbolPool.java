package io.tidegauge.ingest.admission;

import io.tidegauge.contract.samples.Symbol;
import java.util.HashMap;
import java.util.Map;

/**
 * The strings of known series, each there once: series share most of them, and a record tells them
 * by the object. One is there as long as a series has it. Not thread-safe.
 */
final class SymbolPool {

  /** What one takes apart from its bytes, its place in the pool included. */
  private static final int FIXED_BYTES = 128;

  private final Map<Symbol, Shared> shared = new HashMap<>();
  private long bytes;

  private static final class Shared {
    private final Symbol symbol;
    private int uses;

    Shared(Symbol symbol) {
      this.symbol = symbol;
    }
  }

  /** About how many bytes all take. */
  long bytes() {
    return bytes;
  }

  int size() {
    return shared.size();
  }

  /** A request's string for one more series. */
  Symbol take(RequestSymbols symbols, int symbol) {
    Symbol wanted =
        new Symbol(
            symbols.bytes(), symbols.start(symbol), symbols.length(symbol), symbols.low(symbol));
    Shared known = shared.get(wanted);
    if (known == null) {
      known = new Shared(wanted);
      shared.put(wanted, known);
      bytes += FIXED_BYTES + wanted.length();
    }
    known.uses++;
    return known.symbol;
  }

  /** A series less has it. */
  void give(Symbol symbol) {
    Shared known = shared.get(symbol);
    if (known != null && --known.uses == 0) {
      shared.remove(symbol);
      bytes -= FIXED_BYTES + symbol.length();
    }
  }
}
