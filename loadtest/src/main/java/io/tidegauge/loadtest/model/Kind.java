package io.tidegauge.loadtest.model;

import java.util.Locale;

/** How the values of a series are to be read. */
public enum Kind {
  /** Goes up and down. */
  GAUGE,
  /** Only rises; a fall is a reset. */
  COUNTER,
  /** Each value is one event; several may share a timestamp. */
  OBSERVATION;

  /** The word on the wire and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
