package io.tidegauge.ingest.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What BlockHound, which runs under all tests, takes for blocking. Reactor's event loops and
 * parallel threads, on which requests are decoded, are known to it; gRPC's event loops are added.
 */
public final class EventLoopRules implements BlockHoundIntegration {

  private static final List<String> BLOCKED = new CopyOnWriteArrayList<>();

  /** The calls that blocked where they must not, each with its thread. */
  public static List<String> blocked() {
    return List.copyOf(BLOCKED);
  }

  /** Forgets a call that a test made on purpose. */
  public static void forget(String call) {
    BLOCKED.remove(call);
  }

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder
        .nonBlockingThreadPredicate(
            known ->
                known.or(
                    thread ->
                        thread.getName().startsWith("grpc-default-worker")
                            || thread.getName().startsWith("grpc-nio-worker")))
        // Locks of queues, held for some instructions by whoever adds or takes.
        .allowBlockingCallsInside("java.util.concurrent.LinkedBlockingQueue", "offer")
        .allowBlockingCallsInside("java.util.concurrent.LinkedBlockingQueue", "add")
        .allowBlockingCallsInside("java.util.concurrent.ArrayBlockingQueue", "offer")
        .allowBlockingCallsInside("java.util.concurrent.ArrayBlockingQueue", "poll")
        .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "addWorker")
        // Netty's own lock, held for some instructions while its allocator grows or gives back.
        .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
        .allowBlockingCallsInside(
            "io.netty.buffer.AdaptivePoolingAllocator$AdaptiveByteBuf", "deallocate")
        // The lock of a timer's queue when a timeout is called off, the same.
        .allowBlockingCallsInside(
            "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
        // The console, of a gateway that logs a fault; and the code that is loaded for it.
        .allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders")
        .blockingMethodCallback(
            method -> {
              String call = method + " on " + Thread.currentThread().getName();
              BLOCKED.add(call);
              throw new IllegalStateException("blocking call " + call);
            });
  }
}
