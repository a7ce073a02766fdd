package io.tidegauge.loadtest.trials.gateway;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The memory of a gateway whose heap was touched at the start, bytes.
 *
 * @param heap in use after a collection
 * @param resident of the process: the whole heap, and all that is beside it
 */
public record Memory(long heap, long resident) {

  /** Collects, and reads. */
  public static Memory collected(TriedGateway gateway) throws InterruptedException {
    try {
      Process collection =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(gateway.pid()),
                  "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!collection.waitFor(30, TimeUnit.SECONDS) || collection.exitValue() != 0) {
        throw new EngineException("jcmd GC.run did not work; is this a JDK?");
      }
    } catch (IOException e) {
      throw new EngineException("jcmd cannot be run; is this a JDK?", e);
    }
    long heap = (long) gateway.metrics().sum("jvm_memory_used_bytes", "area=\"heap\"");
    return new Memory(heap, resident(gateway.pid()));
  }

  /** What a process has in memory. */
  public static long resident(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow(() -> new EngineException("process " + pid + " is gone"));
    } catch (IOException e) {
      throw new EngineException("/proc/" + pid + "/status cannot be read; is this Linux?", e);
    }
  }

  /** By how much this is more than what was before: on the heap and beside it. */
  public long growthSince(Memory before) {
    return Math.max(0, heap - before.heap) + Math.max(0, resident - before.resident);
  }
}
