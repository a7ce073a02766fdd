package io.tidegauge.loadtest.chaos.crowd;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.http.Exposition;
import io.tidegauge.loadtest.http.MetricsEndpoint;
import io.tidegauge.loadtest.jvm.ReachableHeap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a query node whose heap was touched at the start, so that its resident memory grows
 * by what is beside the heap only; bytes.
 *
 * @param heap of what is reachable, after a collection
 * @param buffers of Netty and of the JVM, beside the heap
 * @param resident of the process
 * @param sockets what the system keeps for connections over TCP, of the whole machine, both ends
 */
record NodeMemory(long heap, long buffers, long resident, long sockets) {

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final Pattern SOCKETS = Pattern.compile("(?m)^TCP: .* mem (\\d+)$");
  private static final int PAGE = 4096;

  /** Reads it; the node stands still for about a second. */
  static NodeMemory of(Member node) throws InterruptedException {
    long pid =
        node.process().handle().orElseThrow(() -> new EngineException(node + " has ended")).pid();
    long heap = ReachableHeap.bytes(pid);
    String metrics = new MetricsEndpoint(node.address()).read();
    Path status = Path.of("/proc", Long.toString(pid), "status");
    Path sockets = Path.of("/proc/net/sockstat");
    return new NodeMemory(
        heap,
        sum(metrics, "netty_allocator_memory_used", Map.of("memory_type", "direct"))
            + sum(metrics, "jvm_buffer_memory_used_bytes", Map.of("id", "direct")),
        number(RESIDENT, text(status), status.toString()) << 10,
        number(SOCKETS, text(sockets), sockets.toString()) * PAGE);
  }

  private static long sum(String metrics, String name, Map<String, String> labels) {
    return (long) Exposition.sum(metrics, name, labels).orElse(0);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new EngineException(file + " cannot be read; is this Linux?", e);
    }
  }

  private static long number(Pattern pattern, String text, String what) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new EngineException(what + " has not what is looked for: " + pattern);
    }
    return Long.parseLong(Objects.requireNonNull(matcher.group(1)));
  }

  /** What each of so many subscribers takes, where this is the memory with them. */
  PerSubscriber since(NodeMemory before, int subscribers) {
    return new PerSubscriber(
        kib(heap - before.heap, subscribers),
        kib(buffers - before.buffers, subscribers),
        kib(resident - before.resident, subscribers),
        kib(sockets - before.sockets, subscribers));
  }

  private static double kib(long bytes, int subscribers) {
    return Math.round(10.0 * bytes / subscribers / 1024) / 10.0;
  }

  /**
   * What one subscriber takes, KiB.
   *
   * @param heap on the heap
   * @param buffers of Netty and the JVM, beside the heap
   * @param resident by which the process grew
   * @param sockets at the system, both ends
   */
  record PerSubscriber(double heap, double buffers, double resident, double sockets) {

    @Override
    public String toString() {
      return "heap %.1f, buffers beside it %.1f, the process grew by %.1f; sockets of both ends %.1f"
          .formatted(heap, buffers, resident, sockets);
    }
  }
}
