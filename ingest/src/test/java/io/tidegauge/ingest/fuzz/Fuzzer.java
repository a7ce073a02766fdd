package io.tidegauge.ingest.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Runs damaged bodies through one decoder for a time. A finding is anything thrown, a body that
 * takes more processor time or memory than its size allows, or one that the target's own checks
 * refuse.
 */
final class Fuzzer {

  /** Allocated, whatever the size: what decompressors begin with, and the checks themselves. */
  private static final long FREE_BYTES = 8L << 20;

  private static final long BYTES_PER_BYTE = 3000;
  private static final long FREE_NANOS = 50_000_000;
  private static final long NANOS_PER_BYTE = 20_000;
  private static final int TRIES = 3;
  private static final int MAX_FINDINGS = 10;
  private static final int SHOWN = 4096;

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Target target;
  private final Mutator mutator;
  private final Set<String> outcomes = new HashSet<>();
  private final List<String> findings = new ArrayList<>();
  private long bodies;
  private long bytes;
  private long accepted;
  private double mostNanosPerByte;
  private double mostBytesPerByte;

  private record Cost(long nanos, long allocated) {}

  Fuzzer(Target target, long seed) {
    this.target = target;
    this.mutator = new Mutator(target.seeds(), seed);
  }

  /** Runs for a time, first the seeds as they are. */
  void run(long nanos) {
    long end = System.nanoTime() + nanos;
    target.seeds().forEach(this::one);
    while (System.nanoTime() < end && findings.size() < MAX_FINDINGS) {
      one(mutator.next());
    }
  }

  /** Runs so many bodies, and first the seeds. */
  void runFor(int count) {
    target.seeds().forEach(this::one);
    for (int i = 0; i < count && findings.size() < MAX_FINDINGS; i++) {
      one(mutator.next());
    }
  }

  private void one(byte[] body) {
    bodies++;
    bytes += body.length;
    Cost least = new Cost(Long.MAX_VALUE, Long.MAX_VALUE);
    // A collection or a compilation may have been at work: the least of three counts.
    for (int i = 0; i < TRIES && !within(least, body); i++) {
      long cpu = THREAD.getCurrentThreadCpuTime();
      long allocated = THREAD.getCurrentThreadAllocatedBytes();
      try {
        Target.Result result = target.decoder().decode(body);
        accepted += i == 0 && result.refused() == 0 ? 1 : 0;
        if (outcomes.add(result.said())) {
          mutator.keep(body);
        }
      } catch (Throwable e) {
        finding(body, e);
        return;
      }
      least =
          new Cost(
              Math.min(least.nanos(), THREAD.getCurrentThreadCpuTime() - cpu),
              Math.min(least.allocated(), THREAD.getCurrentThreadAllocatedBytes() - allocated));
    }
    if (!within(least, body)) {
      finding(body, new AssertionError("it takes too much: " + least));
    }
    if (body.length > 1024) {
      mostNanosPerByte = Math.max(mostNanosPerByte, (double) least.nanos() / body.length);
      mostBytesPerByte = Math.max(mostBytesPerByte, (double) least.allocated() / body.length);
    }
  }

  private static boolean within(Cost cost, byte[] body) {
    return cost.nanos() <= FREE_NANOS + NANOS_PER_BYTE * body.length
        && cost.allocated() <= FREE_BYTES + BYTES_PER_BYTE * body.length;
  }

  private void finding(byte[] body, Throwable cause) {
    StringBuilder text = new StringBuilder();
    text.append(target.name()).append(": ").append(cause);
    StackTraceElement[] trace = cause.getStackTrace();
    for (int i = 0; i < Math.min(6, trace.length); i++) {
      text.append("\n    at ").append(trace[i]);
    }
    if (cause.getCause() != null) {
      text.append("\n  because of ").append(cause.getCause());
      StackTraceElement[] inner = cause.getCause().getStackTrace();
      for (int i = 0; i < Math.min(6, inner.length); i++) {
        text.append("\n    at ").append(inner[i]);
      }
    }
    text.append("\n  body of ").append(body.length).append(" bytes: ");
    text.append(HexFormat.of().formatHex(body, 0, Math.min(body.length, SHOWN)));
    findings.add(text.toString());
  }

  List<String> findings() {
    return List.copyOf(findings);
  }

  long bodies() {
    return bodies;
  }

  long accepted() {
    return accepted;
  }

  String report() {
    return String.format(
        Locale.ROOT,
        "%-15s %,12d bodies, %,6d MB, %,12d taken whole, %5d different outcomes, %3d findings; at"
            + " the most %,.0f ns and %,.0f B allocated a byte",
        target.name(),
        bodies,
        bytes >> 20,
        accepted,
        outcomes.size(),
        findings.size(),
        mostNanosPerByte,
        mostBytesPerByte);
  }
}
