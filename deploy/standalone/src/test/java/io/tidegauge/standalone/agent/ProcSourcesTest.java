package io.tidegauge.standalone.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources on a made-up /proc, and on the real one. */
class ProcSourcesTest {
  @TempDir Path proc;

  @Test
  void cpuTimeIsSecondsByCoreAndMode() throws IOException {
    write(
        "stat",
        """
        cpu  300 0 30 3000 0 0 0 0 0 0
        cpu0 100 1 10 1000 4 5 6 7 0 0
        cpu1 200 2 20 2000 4 5 6 7 0 0
        intr 1 2 3
        ctxt 12345
        btime 1700000000
        procs_running 3
        """);

    assertThat(read(new ProcStat(proc)))
        .containsEntry("COUNTER node_cpu_seconds_total{cpu=0, mode=user}", 1.0)
        .containsEntry("COUNTER node_cpu_seconds_total{cpu=1, mode=idle}", 20.0)
        .containsEntry("COUNTER node_cpu_seconds_total{cpu=1, mode=steal}", 0.07)
        .containsEntry("COUNTER node_context_switches_total{}", 12345.0)
        .containsEntry("GAUGE node_boot_time_seconds{}", 1.7e9)
        .containsEntry("GAUGE node_procs_running{}", 3.0)
        .hasSize(2 * 8 + 3);
  }

  @Test
  void memoryIsInBytes() throws IOException {
    write("meminfo", "MemTotal:  1000 kB\nActive(anon):    2 kB\nHugePages_Total:   0\n");

    assertThat(read(new ProcMemory(proc)))
        .containsExactly(
            Map.entry("GAUGE node_memory_Active_anon_bytes{}", 2048.0),
            Map.entry("GAUGE node_memory_MemTotal_bytes{}", 1024000.0));
  }

  @Test
  void loadIsThreeAverages() throws IOException {
    write("loadavg", "3.72 3.33 1.92 1/260 26155\n");

    assertThat(read(new ProcLoad(proc)))
        .containsEntry("GAUGE node_load1{}", 3.72)
        .containsEntry("GAUGE node_load15{}", 1.92);
  }

  @Test
  void trafficIsByDeviceAndDirection() throws IOException {
    write(
        "net/dev",
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
          eth0: 11 12 13 14 15 16 17 18 21 22 23 24 25 26 27 28
            lo:99999999 1 0 0 0 0 0 0 5 0 0 0 0 0 0 0
        """);

    assertThat(read(new ProcNetwork(proc)))
        .containsEntry("COUNTER node_network_receive_bytes_total{device=eth0}", 11.0)
        .containsEntry("COUNTER node_network_receive_drop_total{device=eth0}", 14.0)
        .containsEntry("COUNTER node_network_transmit_bytes_total{device=eth0}", 21.0)
        .containsEntry("COUNTER node_network_receive_bytes_total{device=lo}", 99999999.0);
  }

  @Test
  void disksThatWereNeverUsedAreLeftOut() throws IOException {
    write(
        "diskstats",
        """
           7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
         254       0 vda 10 0 8 2000 20 0 16 4000 1 3000 0
        """);

    assertThat(read(new ProcDisks(proc)))
        .containsEntry("COUNTER node_disk_read_bytes_total{device=vda}", 4096.0)
        .containsEntry("COUNTER node_disk_written_bytes_total{device=vda}", 8192.0)
        .containsEntry("COUNTER node_disk_write_time_seconds_total{device=vda}", 4.0)
        .containsEntry("COUNTER node_disk_io_time_seconds_total{device=vda}", 3.0)
        .containsEntry("GAUGE node_disk_io_now{device=vda}", 1.0)
        .hasSize(8);
  }

  @Test
  void thisMachineHasAllOfIt() throws IOException {
    Path real = Path.of("/proc");
    assertThat(read(new ProcStat(real))).containsKey("GAUGE node_boot_time_seconds{}");
    assertThat(read(new ProcMemory(real))).containsKey("GAUGE node_memory_MemAvailable_bytes{}");
    assertThat(read(new ProcLoad(real))).hasSize(3);
    assertThat(read(new ProcNetwork(real)))
        .containsKey("COUNTER node_network_receive_bytes_total{device=lo}");
    assertThat(read(new ProcDisks(real)).keySet()).allMatch(key -> key.contains("node_disk_"));
    assertThat(read(new Filesystems(real)).keySet())
        .anyMatch(key -> key.contains("node_filesystem_avail_bytes") && key.contains("mountpoint"));
  }

  private void write(String file, String content) throws IOException {
    Path target = proc.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
  }

  private static Map<String, Double> read(MetricSource source) throws IOException {
    Map<String, Double> values = new TreeMap<>();
    source.read(
        (metric, kind, labels, value) ->
            values.put(kind + " " + metric + new TreeMap<>(labels), value));
    return values;
  }
}
