package io.tidegauge.loadtest.trials.gateway;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Clients that send small requests at a steady rate, half of them over HTTP/1.1 and half over
 * HTTP/2. A request's time counts from when it was due, so that a gateway that stands still is felt
 * by all that would have come. Thread-safe.
 */
public final class SteadyClients implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long HIGHEST = TIMEOUT.plusSeconds(10).toNanos() / 1000;
  private static final int MAX_OPEN = 2000;
  private static final long PAUSE_NANOS = 10_000_000;

  private final ConnectionProvider connections;
  private final Load load;
  private final HttpClient http1;
  private final HttpClient http2;
  private volatile int rate;
  private final Thread thread;
  private final AtomicInteger open = new AtomicInteger();
  private volatile Phase phase = new Phase();
  private volatile boolean closed;

  /**
   * What is sent.
   *
   * @param path with POST
   * @param headers of each request
   * @param connections over HTTP/1.1, and as many over HTTP/2
   */
  public record Load(String path, Map<String, String> headers, int connections, Bodies bodies) {}

  /** Makes bodies. */
  @FunctionalInterface
  public interface Bodies {
    /** The n-th body, from 0, at a time in ns since the epoch. */
    byte[] body(int number, long epochNanos);
  }

  /** What was measured in a part of the time. */
  public static final class Phase {

    private final ConcurrentHistogram micros = new ConcurrentHistogram(HIGHEST, 3);
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();

    private final Map<String, LongAdder> notTaken = new ConcurrentHashMap<>();

    private Phase() {}

    private void notTaken(LongAdder counter, String why) {
      counter.increment();
      notTaken.computeIfAbsent(why, key -> new LongAdder()).increment();
    }

    /** Why requests were not taken, and how often: a status, or a failure's name. */
    public Map<String, LongAdder> notTaken() {
      return notTaken;
    }

    /** How long accepted requests took, µs. */
    public Histogram micros() {
      return micros;
    }

    /** Requests with another answer than an acceptance. */
    public long refused() {
      return refused.sum();
    }

    /** Requests without an answer. */
    public long failed() {
      return failed.sum();
    }
  }

  /** Starts sending ten samples a request, at a rate. */
  public SteadyClients(TriedGateway gateway, int rate) {
    this(gateway, new Load("/api/v2/write", Map.of(), 8, SteadyClients::lines));
    rate(rate);
  }

  /** Clients that send nothing before they have a {@link #rate}. */
  public SteadyClients(TriedGateway gateway, Load load) {
    this.load = load;
    this.connections =
        ConnectionProvider.builder("others")
            .maxConnections(load.connections())
            .pendingAcquireMaxCount(MAX_OPEN)
            .build();
    HttpClient base =
        HttpClient.create(connections)
            .baseUrl("http://127.0.0.1:" + gateway.port())
            .responseTimeout(TIMEOUT)
            .headers(
                headers -> {
                  headers.set("X-Scope-OrgID", "others");
                  load.headers().forEach(headers::set);
                });
    this.http1 = base.protocol(HttpProtocol.HTTP11);
    this.http2 = base.protocol(HttpProtocol.H2C);
    this.thread = Thread.ofPlatform().daemon().name("others").unstarted(this::send);
    thread.start();
  }

  /** Requests a second from now on; 0 for none. */
  public void rate(int perSecond) {
    rate = perSecond;
  }

  /** Begins a new part; requests that are open count in the old one. */
  public Phase next() {
    phase = new Phase();
    return phase;
  }

  private void send() {
    long due = System.nanoTime();
    for (int i = 0; !closed; i++) {
      int now = rate;
      if (now == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
        due = System.nanoTime();
        continue;
      }
      due += 1_000_000_000L / now;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      one(i, due);
    }
  }

  private void one(int number, long due) {
    Phase own = phase;
    if (open.incrementAndGet() > MAX_OPEN) {
      open.decrementAndGet();
      own.notTaken(own.failed, "too many open");
      return;
    }
    byte[] body = load.bodies().body(number, epochNanos());
    (number % 2 == 0 ? http1 : http2)
        .post()
        .uri(load.path())
        .send(ByteBufFlux.fromInbound(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body))))
        .responseSingle((response, content) -> Mono.just(response.status().code()))
        .doFinally(signal -> open.decrementAndGet())
        .subscribe(
            status -> {
              if (status / 100 == 2) {
                long took = (System.nanoTime() - due) / 1000;
                own.micros.recordValue(Math.clamp(took, 0, HIGHEST));
              } else {
                own.notTaken(own.refused, "status " + status);
              }
            },
            failure -> own.notTaken(own.failed, failure.getClass().getSimpleName()));
  }

  private static byte[] lines(int number, long epochNanos) {
    StringBuilder lines = new StringBuilder();
    for (int k = 0; k < 10; k++) {
      lines.append("others,host=h").append(number % 10).append(",k=").append(k);
      lines.append(" v=").append(number).append(' ').append(epochNanos).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static long epochNanos() {
    return InstantSource.system().millis() * 1_000_000;
  }

  @Override
  public void close() {
    closed = true;
    connections.dispose();
  }
}
