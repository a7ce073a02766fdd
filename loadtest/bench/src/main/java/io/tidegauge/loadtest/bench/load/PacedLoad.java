package io.tidegauge.loadtest.bench.load;

import io.tidegauge.loadtest.body.BodyTemplate;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A load at a steady pace until it is closed, with the time's own timestamps: each series has a
 * sample an interval, and the bodies are spread evenly over it. What comes late because the gateway
 * or the machine was slow is sent at once, and not left out. Thread-safe.
 */
public final class PacedLoad implements AutoCloseable {

  private final LoadSpec spec;
  private final InetSocketAddress address;
  private final String path;
  private final InstantSource clock;
  private final Bodies bodies;
  private final long begin;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /** Begins. */
  public PacedLoad(LoadSpec spec, InetSocketAddress address, String path, InstantSource clock) {
    this.spec = spec;
    this.address = address;
    this.path = path;
    this.clock = clock;
    this.bodies = Bodies.of(spec);
    this.begin = System.nanoTime();
    // Not more connections than there are bodies: one without a body would have nothing to wait
    // for.
    int connections = Math.min(spec.connections(), bodies.all().size());
    for (int i = 0; i < connections; i++) {
      int number = i;
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("paced-load-" + i)
              .start(() -> send(number, connections)));
    }
  }

  /**
   * Samples that were answered with 2xx so far.
   *
   * @throws LoadException where one was refused for good, or not answered
   */
  public long accepted() {
    check();
    return accepted.get();
  }

  /**
   * Does nothing where all samples were taken so far.
   *
   * @throws LoadException where one was refused for good, or not answered
   */
  public void check() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new LoadException("the load ended: " + cause.getMessage(), cause);
    }
  }

  private void send(int number, int connections) {
    List<BodyTemplate> own = bodies.of(number, connections);
    long interval = spec.interval().toNanos();
    try (WriteClient client = new WriteClient(address, path)) {
      for (long step = 0; !closed; step++) {
        for (int i = 0; i < own.size() && !closed; i++) {
          long place = number + (long) i * connections;
          sleepUntil(begin + step * interval + interval * place / bodies.all().size());
          client.send(own.get(i), clock.millis());
          accepted.addAndGet(own.get(i).samples());
        }
      }
    } catch (RuntimeException | InterruptedException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void sleepUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0 && !closed; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(LockSupport::unpark);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
