package io.tidegauge.standalone.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Memory in bytes, from {@code /proc/meminfo}. */
final class ProcMemory implements MetricSource {
  private final Path file;

  ProcMemory(Path proc) {
    this.file = proc.resolve("meminfo");
  }

  @Override
  public void read(Readings readings) throws IOException {
    for (String line : Files.readAllLines(file)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String name = line.substring(0, colon).replace('(', '_').replace(")", "");
      String value = line.substring(colon + 1).strip();
      if (value.endsWith(" kB")) {
        double kibibytes = Long.parseLong(value.substring(0, value.length() - 3));
        readings.gauge("node_memory_" + name + "_bytes", Map.of(), kibibytes * 1024);
      }
    }
  }
}
