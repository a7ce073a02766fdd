package io.tidegauge.standalone.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Traffic by network device, from {@code /proc/net/dev}. */
final class ProcNetwork implements MetricSource {
  /** The first columns of each direction; see proc_pid_net(5). */
  private static final String[] COLUMNS = {"bytes", "packets", "errs", "drop"};

  private static final int COLUMNS_PER_DIRECTION = 8;

  private final Path file;

  ProcNetwork(Path proc) {
    this.file = proc.resolve("net").resolve("dev");
  }

  @Override
  public void read(Readings readings) throws IOException {
    for (String line : Files.readAllLines(file)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      Map<String, String> device = Map.of("device", line.substring(0, colon).strip());
      String[] values = line.substring(colon + 1).strip().split(" +");
      for (int i = 0; i < COLUMNS.length; i++) {
        readings.counter(
            "node_network_receive_" + COLUMNS[i] + "_total", device, Long.parseLong(values[i]));
        readings.counter(
            "node_network_transmit_" + COLUMNS[i] + "_total",
            device,
            Long.parseLong(values[COLUMNS_PER_DIRECTION + i]));
      }
    }
  }
}
