package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Files of samples, read as {@code tidegauge send} reads them. */
public final class SampleFiles {

  private SampleFiles() {}

  /**
   * The samples of a folder's CSV files, by time: each file is a gauge that is named after it.
   *
   * @param newest where the newest sample of each file is moved to, all others with it
   * @throws IllegalArgumentException where there is no such file, or one is not what it should be
   */
  public static List<LoadSample> csv(Path folder, Instant newest) throws IOException {
    List<LoadSample> samples = new ArrayList<>();
    for (Path file : files(folder)) {
      samples.addAll(
          new Input(file.toString(), Format.CSV).parse("", Map.of(), Kind.GAUGE).shiftedTo(newest));
    }
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(
          folder + " has no CSV file with samples; give a folder that has");
    }
    samples.sort(Comparator.comparingLong(LoadSample::timestamp));
    return samples;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
          .sorted()
          .toList();
    }
  }
}
