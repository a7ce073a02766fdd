package io.tidegauge.loadtest.send;

import java.util.Locale;

/** What the lines of a file are. */
enum Format {
  /** Lines {@code timestamp,value}. */
  CSV,
  /** JSON objects. */
  NDJSON,
  /** InfluxDB line protocol. */
  LINE;

  /** By the ending of a file's name. */
  static Format ofFile(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.endsWith(".ndjson") || name.endsWith(".jsonl") || name.endsWith(".json")) {
      return NDJSON;
    }
    if (name.endsWith(".lp") || name.endsWith(".line") || name.endsWith(".influx")) {
      return LINE;
    }
    throw new InputException(
        "cannot tell what is in "
            + file
            + "; give --format csv, ndjson or line (or name it .csv, .ndjson or .lp)");
  }
}
