package io.tidegauge.loadtest.trials.abuse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One abusing client with an address of its own: a few threads, each with a connection or many,
 * that go on for a bounded time at a bounded rate, and connect again where they were cut off.
 */
final class Abuser implements AutoCloseable {

  /** Addresses of the loopback network that are not that of the other clients. */
  private static final int FIRST = 2;

  private static final long PACE_NANOS = 10_000_000;
  private static final long OPENING_NANOS = 2_000_000_000;
  private static final long CONNECT_AGAIN_NANOS = 20_000_000;

  private final InetSocketAddress server;
  private final String source;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong units = new AtomicLong();
  private final AtomicLong connected = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Map<String, AtomicLong> endings = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * An abuser.
   *
   * @param number gives it an address, from 0; below 250
   */
  Abuser(int port, int number) {
    this.source = "127.0.0." + (FIRST + number);
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Makes a connection, with what comes first on it. */
  @FunctionalInterface
  interface Opening {
    RawConnection open(InetSocketAddress server, String source) throws IOException;
  }

  /** Does the n-th unit of harm on a connection, from 0. */
  @FunctionalInterface
  interface Unit {
    void write(RawConnection connection, Frames frames, int number) throws IOException;
  }

  /**
   * Starts connections on which units go out at a rate, all together.
   *
   * @param perSecond units a second over all connections
   * @param perConnection after so many units a new connection takes its place
   */
  void flood(int count, int perSecond, int perConnection, Opening opening, Unit unit) {
    int each = Math.max(1, (int) (perSecond / count * PACE_NANOS / 1_000_000_000L));
    for (int i = 0; i < count; i++) {
      run(
          () -> {
            while (!closed) {
              floodOnce(each, perConnection, opening, unit);
              LockSupport.parkNanos(CONNECT_AGAIN_NANOS);
            }
          });
    }
  }

  private void floodOnce(int each, int most, Opening opening, Unit unit) {
    Frames frames = new Frames();
    int number = 0;
    RawConnection connection;
    try {
      connection = opening.open(server, source);
      connected.incrementAndGet();
    } catch (IOException e) {
      refused.incrementAndGet();
      return;
    }
    try (connection) {
      long due = System.nanoTime();
      while (!closed && !connection.over() && number < most) {
        for (int k = 0; k < each; k++) {
          unit.write(connection, frames, number++);
        }
        connection.write(frames.take());
        units.addAndGet(each);
        due += PACE_NANOS;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (IOException cut) {
      LockSupport.parkNanos(PACE_NANOS); // what was said at the end is read meanwhile
    }
    if (!closed) {
      count(connection);
    }
  }

  /**
   * Opens connections over two seconds and holds them, each written to once a second.
   *
   * @param each unit once a second on each connection
   */
  void hold(int count, Opening opening, Unit each) {
    run(
        () -> {
          List<RawConnection> held = new ArrayList<>();
          Frames frames = new Frames();
          long start = System.nanoTime();
          for (int i = 0; i < count && !closed; i++) {
            LockSupport.parkNanos(start + i * OPENING_NANOS / count - System.nanoTime());
            try {
              RawConnection connection = opening.open(server, source);
              connected.incrementAndGet();
              held.add(connection);
              each.write(connection, frames, 0);
              connection.write(frames.take());
            } catch (IOException e) {
              refused.incrementAndGet();
            }
          }
          for (int number = 1; !closed; number++) {
            long due = System.nanoTime() + 1_000_000_000L;
            for (RawConnection connection : List.copyOf(held)) {
              if (closed) {
                break;
              }
              try {
                each.write(connection, frames, number);
                connection.write(frames.take());
                units.incrementAndGet();
              } catch (IOException cut) {
                frames.take();
              }
              if (connection.over()) {
                held.remove(connection);
                count(connection);
                close(connection);
              }
            }
            while (!closed && System.nanoTime() < due) {
              LockSupport.parkNanos(PACE_NANOS);
            }
          }
          held.forEach(Abuser::close);
        });
  }

  private static void close(RawConnection connection) {
    try {
      connection.close();
    } catch (IOException gone) {
      return; // it is not there any more either way
    }
  }

  private void count(RawConnection connection) {
    String ending = connection.over() ? connection.ending() : "none";
    endings.computeIfAbsent(ending, key -> new AtomicLong()).incrementAndGet();
  }

  private void run(Runnable task) {
    threads.add(Thread.ofPlatform().daemon().name("abuser-" + threads.size()).start(task));
  }

  /**
   * How its connections were ended by the server, and how often; {@code none} where they weren't.
   */
  Map<String, Long> endings() {
    Map<String, Long> counts = new TreeMap<>();
    endings.forEach((ending, count) -> counts.put(ending, count.get()));
    return counts;
  }

  long units() {
    return units.get();
  }

  long connected() {
    return connected.get();
  }

  long refused() {
    return refused.get();
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) {
      thread.join(5000);
    }
  }
}
