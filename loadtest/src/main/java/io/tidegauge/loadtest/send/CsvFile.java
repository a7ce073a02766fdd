package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file of {@code timestamp,value}, with or without a header. Of several rows with the same
 * timestamp the first counts, as it does in the pipeline.
 */
final class CsvFile {

  private CsvFile() {}

  static ParsedFile parse(String name, List<String> lines, LoadSeries series) {
    List<LoadSample> samples = new ArrayList<>(lines.size());
    Map<Long, Double> seen = new HashMap<>();
    long repeated = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || (i == 0 && line.toLowerCase(java.util.Locale.ROOT).contains("value"))) {
        continue;
      }
      String where = name + ", line " + (i + 1);
      String[] fields = line.split(",", -1);
      if (fields.length != 2) {
        throw new InputException(
            where + ": expected 'timestamp,value', found " + fields.length + " fields");
      }
      long timestamp = Timestamps.parse(fields[0].strip(), where);
      double value = number(fields[1].strip(), where);
      Double before = seen.putIfAbsent(timestamp, value);
      if (before == null) {
        samples.add(new LoadSample(series, timestamp, value));
      } else if (!before.equals(value)) {
        repeated++;
      }
    }
    return new ParsedFile(samples, repeated);
  }

  private static double number(String text, String where) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InputException(where + ": '" + text + "' is no number");
    }
  }
}
