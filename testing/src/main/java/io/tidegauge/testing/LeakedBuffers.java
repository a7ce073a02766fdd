package io.tidegauge.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class by the end of which Netty found a buffer that nobody had released. Found
 * automatically by JUnit where this module is on the class path; Netty must track every buffer
 * ({@code -Dio.netty.leakDetection.level=simple -Dio.netty.leakDetection.samplingInterval=1}).
 *
 * <p>Netty tells a leak once the buffer was collected, at the next allocation; therefore the class
 * ends with a collection and some allocations. A leak that is found late is told of a later class.
 */
public final class LeakedBuffers implements BeforeAllCallback, AfterAllCallback {

  private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();
  private static final int ALLOCATIONS = 8;

  @Override
  public void beforeAll(ExtensionContext context) {
    ByteBufUtil.setLeakListener((type, records) -> FOUND.add(type + records));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    List<String> leaks = find();
    if (!leaks.isEmpty()) {
      throw new AssertionError(leaks.size() + " buffers were not released: " + leaks);
    }
  }

  /** Collects, makes Netty look at what was collected, and takes what it found. */
  static List<String> find() {
    System.gc();
    for (int i = 0; i < ALLOCATIONS; i++) {
      ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(1);
      buffer.release();
    }
    List<String> leaks = List.copyOf(FOUND);
    FOUND.removeAll(leaks);
    return leaks;
  }
}
