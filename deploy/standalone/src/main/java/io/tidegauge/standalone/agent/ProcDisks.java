package io.tidegauge.standalone.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads and writes by block device, from {@code /proc/diskstats}; devices that were never used
 * (loop devices, mostly) are left out.
 */
final class ProcDisks implements MetricSource {
  private static final double SECTOR_BYTES = 512;
  private static final double MILLIS = 1000;

  private final Path file;

  ProcDisks(Path proc) {
    this.file = proc.resolve("diskstats");
  }

  @Override
  public void read(Readings readings) throws IOException {
    for (String line : Files.readAllLines(file)) {
      // Kernel documentation, admin-guide/iostats: major, minor, name, then the fields from 1 on.
      String[] words = line.strip().split(" +");
      long reads = Long.parseLong(words[3]);
      long writes = Long.parseLong(words[7]);
      if (reads == 0 && writes == 0) {
        continue;
      }
      Map<String, String> device = Map.of("device", words[2]);
      readings.counter("node_disk_reads_completed_total", device, reads);
      readings.counter("node_disk_read_bytes_total", device, number(words[5]) * SECTOR_BYTES);
      readings.counter("node_disk_read_time_seconds_total", device, number(words[6]) / MILLIS);
      readings.counter("node_disk_writes_completed_total", device, writes);
      readings.counter("node_disk_written_bytes_total", device, number(words[9]) * SECTOR_BYTES);
      readings.counter("node_disk_write_time_seconds_total", device, number(words[10]) / MILLIS);
      readings.gauge("node_disk_io_now", device, number(words[11]));
      readings.counter("node_disk_io_time_seconds_total", device, number(words[12]) / MILLIS);
    }
  }

  private static double number(String word) {
    return Long.parseLong(word);
  }
}
