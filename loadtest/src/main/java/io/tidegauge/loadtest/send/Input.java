package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSeries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file to send, or the standard input ({@code -}).
 *
 * @param name as it was given
 * @param format of its lines
 */
record Input(String name, Format format) {

  static Input of(String file, @Nullable Format format) {
    if (format != null) {
      return new Input(file, format);
    }
    if (file.equals("-")) {
      throw new InputException("say what comes on the standard input: --format csv, ndjson, line");
    }
    return new Input(file, Format.ofFile(file));
  }

  List<String> lines() throws IOException {
    if (!name.equals("-")) {
      return Files.readAllLines(Path.of(name));
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  ParsedFile parse(String metric, Map<String, String> labels, Kind kind) throws IOException {
    if (format == Format.NDJSON) {
      return new ParsedFile(NdjsonFile.parse(name, lines(), metric, labels, kind), 0);
    }
    String series = metric.isEmpty() ? metricOf(name) : metric;
    return CsvFile.parse(name, lines(), new LoadSeries(series, new TreeMap<>(labels), kind));
  }

  /** The file's name without folder and ending; what a metric name cannot have becomes _. */
  static String metricOf(String file) {
    if (file.equals("-")) {
      throw new InputException("give the metric's name for the standard input: --metric NAME");
    }
    String base = String.valueOf(Path.of(file).getFileName()).replaceFirst("\\.[^.]*$", "");
    String name = base.replaceAll("[^a-zA-Z0-9_:]", "_");
    return !name.isEmpty() && Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }
}
