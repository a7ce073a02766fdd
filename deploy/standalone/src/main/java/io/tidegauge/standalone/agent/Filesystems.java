package io.tidegauge.standalone.agent;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Space of the file systems that are on a disk, and of the root, whatever that is on. */
final class Filesystems implements MetricSource {
  private final Path mounts;

  Filesystems(Path proc) {
    this.mounts = proc.resolve("mounts");
  }

  @Override
  public void read(Readings readings) throws IOException {
    Set<String> seen = new HashSet<>();
    for (String line : Files.readAllLines(mounts)) {
      String[] words = line.split(" ");
      String device = words[0];
      String mountPoint = words[1].replace("\\040", " ");
      boolean onDisk = device.startsWith("/dev/") || mountPoint.equals("/");
      // A bind mount shows the same device once more.
      if (onDisk && Files.isDirectory(Path.of(mountPoint)) && seen.add(device)) {
        space(readings, Map.of("device", device, "fstype", words[2], "mountpoint", mountPoint));
      }
    }
  }

  private static void space(Readings readings, Map<String, String> labels) throws IOException {
    FileStore store = Files.getFileStore(Path.of(labels.getOrDefault("mountpoint", "/")));
    readings.gauge("node_filesystem_size_bytes", labels, store.getTotalSpace());
    readings.gauge("node_filesystem_free_bytes", labels, store.getUnallocatedSpace());
    readings.gauge("node_filesystem_avail_bytes", labels, store.getUsableSpace());
  }
}
