package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.ingest.admission.RequestSamples;
import java.util.Arrays;

/** The labels of the series that is being read, as symbols of the request. Reusable. */
final class SeriesLabels {

  private static final int MAX = 4096;

  private int[] symbols = new int[64];
  private int size;

  void clear() {
    size = 0;
  }

  /** Adds a label; what is over any limit is dropped here and refused by admission. */
  void add(int name, int value) {
    if (size == symbols.length) {
      if (size >= MAX) {
        return;
      }
      symbols = Arrays.copyOf(symbols, size * 2);
    }
    symbols[size++] = name;
    symbols[size++] = value;
  }

  /** The symbol of the value of a name; 0 where there is none. */
  int valueOf(int name) {
    for (int i = 0; i < size; i += 2) {
      if (symbols[i] == name) {
        return symbols[i + 1];
      }
    }
    return 0;
  }

  /** Hands over all labels. */
  void hand(RequestSamples target) {
    for (int i = 0; i < size; i += 2) {
      target.label(symbols[i], symbols[i + 1]);
    }
  }

  /** Hands over all labels but one. */
  void handExcept(int name, RequestSamples target) {
    for (int i = 0; i < size; i += 2) {
      if (symbols[i] != name) {
        target.label(symbols[i], symbols[i + 1]);
      }
    }
  }
}
