package io.tidegauge.query.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Keeps every call that blocked a thread which may not be blocked: the error alone could end in a
 * log. Loaded by BlockHound.
 */
public final class BlockingCalls implements BlockHoundIntegration {

  private static final Queue<BlockingOperationError> SEEN = new ConcurrentLinkedQueue<>();

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder
        // Once in a process: classes and libraries are read from their jars when first used.
        .allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
        // /dev/urandom, which never waits.
        .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
        .allowBlockingCallsInside("com.github.luben.zstd.util.Native", "load")
        // Netty's own lock around its pool's list, held for a few instructions.
        .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
        // The lock of an open breaker as it lets the first trial through, held for that only.
        .allowBlockingCallsInside(
            "io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine$OpenState",
            "toHalfOpenState")
        // The lock of a timer's queue when a timeout is called off, the same.
        .allowBlockingCallsInside(
            "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
        .blockingMethodCallback(
            method -> {
              BlockingOperationError error = new BlockingOperationError(method);
              SEEN.add(error);
              throw error;
            });
  }

  /** Those since the last call of this. */
  static List<BlockingOperationError> take() {
    List<BlockingOperationError> taken = new ArrayList<>();
    for (BlockingOperationError one = SEEN.poll(); one != null; one = SEEN.poll()) {
      taken.add(one);
    }
    return taken;
  }
}
