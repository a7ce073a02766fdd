package io.tidegauge.loadtest.chaos.cuts.client;

import io.tidegauge.loadtest.chaos.cuts.check.Filter;
import io.tidegauge.loadtest.chaos.cuts.check.Frame;
import io.tidegauge.loadtest.chaos.cuts.check.Ledger;
import io.tidegauge.loadtest.chaos.cuts.check.Tally;
import io.tidegauge.loadtest.chaos.cuts.check.Tally.Count;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that comes back whenever its connection ends, or says nothing for long, with the
 * position of the last frame that it had. Its own thread does everything; the others only hurt it.
 */
public final class Client implements AutoCloseable {

  private static final int CONNECT_MILLIS = 2_000;
  private static final int BUFFER = 16 << 10;
  private static final int LONGEST_PAUSE_MILLIS = 500;
  private static final int SLOW_POLL_MILLIS = 20;

  private final Wire.Protocol protocol;
  private final Filter filter;
  private final InetSocketAddress feed;
  private final int silenceMillis;
  private final Ledger ledger;
  private final Tally tally;
  private final SplittableRandom random;
  private final Map<String, Integer> ends = new TreeMap<>();
  private final Thread thread;
  private volatile @Nullable Socket socket;
  private volatile boolean connected;
  private volatile boolean closed;
  private volatile long slowUntil = System.nanoTime();
  private String since = "";

  /**
   * Begins.
   *
   * @param number even ones use Server-Sent Events, odd ones WebSocket
   * @param silenceMillis after which a connection is taken for dead
   */
  public Client(
      int number,
      Filter filter,
      InetSocketAddress feed,
      int silenceMillis,
      Ledger ledger,
      Tally tally,
      long seed) {
    this.protocol = number % 2 == 0 ? Wire.Protocol.SSE : Wire.Protocol.WEBSOCKET;
    this.filter = filter;
    this.feed = feed;
    this.silenceMillis = silenceMillis;
    this.ledger = ledger;
    this.tally = tally;
    this.random = new SplittableRandom(seed);
    this.thread = Thread.ofVirtual().name("client-" + number).start(this::run);
  }

  private void run() {
    while (!closed) {
      try (Socket own = new Socket()) {
        connect(own);
      } catch (IOException | RuntimeException ended) {
        count(ended);
      }
      connected = false;
      if (!closed) {
        pause(random.nextInt(LONGEST_PAUSE_MILLIS));
      }
    }
  }

  private void connect(Socket own) throws IOException {
    own.setReceiveBufferSize(BUFFER);
    own.setTcpNoDelay(true);
    own.connect(feed, CONNECT_MILLIS);
    own.setSoTimeout(silenceMillis);
    socket = own;
    String from = since;
    Wire wire = protocol.open(own, filter, from);
    boolean first = true;
    while (!closed) {
      while (System.nanoTime() - slowUntil < 0 && !closed) {
        pause(SLOW_POLL_MILLIS);
      }
      Frame frame = wire.next();
      if (first && !from.isEmpty()) {
        tally.add(frame.kind() == Frame.Kind.RESET ? Count.RESETS : Count.RESUMES);
      }
      first = false;
      frame.place().ifPresent(place -> since = place.text());
      ledger.add(frame);
      connected = frame.kind() != Frame.Kind.RESET;
    }
  }

  private synchronized void count(Exception ended) {
    boolean usual = ended instanceof IOException && !(ended instanceof RefusedException);
    ends.merge(
        ended.getClass().getSimpleName() + (usual ? "" : ": " + ended.getMessage()),
        1,
        Integer::sum);
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it has had a frame over the connection that it has now. */
  public boolean isConnected() {
    return connected;
  }

  /** The port that it is connected from; 0 where it is not. */
  public int port() {
    Socket now = socket;
    return now == null || now.isClosed() ? 0 : now.getLocalPort();
  }

  /** Takes nothing from its connection for a while. */
  public void slow(long millis) {
    slowUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Its connection ends from its own side, without a word. */
  public void hangUp() {
    Socket now = socket;
    if (now != null) {
      try {
        now.close();
      } catch (IOException closedAlready) {
        return;
      }
    }
  }

  /** How its connections ended, and how often. */
  public synchronized Map<String, Integer> ends() {
    return Map.copyOf(ends);
  }

  /** What it asks for. */
  public Filter filter() {
    return filter;
  }

  /** What it was sent. */
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public String toString() {
    return thread.getName();
  }

  /** Hangs up and does not come back. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    hangUp();
    thread.join();
  }
}
