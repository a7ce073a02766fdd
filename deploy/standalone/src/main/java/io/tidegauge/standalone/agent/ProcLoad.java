package io.tidegauge.standalone.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Load averages over 1, 5 and 15 minutes, from {@code /proc/loadavg}. */
final class ProcLoad implements MetricSource {
  private static final String[] METRICS = {"node_load1", "node_load5", "node_load15"};

  private final Path file;

  ProcLoad(Path proc) {
    this.file = proc.resolve("loadavg");
  }

  @Override
  public void read(Readings readings) throws IOException {
    String[] words = Files.readString(file).split(" ");
    for (int i = 0; i < METRICS.length; i++) {
      readings.gauge(METRICS[i], Map.of(), Double.parseDouble(words[i]));
    }
  }
}
