package io.tidegauge.loadtest.trials.gateway;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
  private static final int CONNECTIONS = 8;
  private static final long HIGHEST = TIMEOUT.plusSeconds(10).toNanos() / 1000;
  private static final int MAX_OPEN = 2000;

  private final ConnectionProvider connections =
      ConnectionProvider.builder("others")
          .maxConnections(CONNECTIONS)
          .pendingAcquireMaxCount(MAX_OPEN)
          .build();
  private final HttpClient http1;
  private final HttpClient http2;
  private final long periodNanos;
  private final Thread thread;
  private final AtomicInteger open = new AtomicInteger();
  private volatile Phase phase = new Phase();
  private volatile boolean closed;

  /** What was measured in a part of the time. */
  public static final class Phase {

    private final ConcurrentHistogram micros = new ConcurrentHistogram(HIGHEST, 3);
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();

    private Phase() {}

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

  /** Starts sending {@code rate} requests a second. */
  public SteadyClients(TriedGateway gateway, int rate) {
    HttpClient base =
        HttpClient.create(connections)
            .baseUrl("http://127.0.0.1:" + gateway.port())
            .responseTimeout(TIMEOUT)
            .headers(headers -> headers.set("X-Scope-OrgID", "others"));
    this.http1 = base.protocol(HttpProtocol.HTTP11);
    this.http2 = base.protocol(HttpProtocol.H2C);
    this.periodNanos = 1_000_000_000L / rate;
    this.thread = Thread.ofPlatform().daemon().name("others").unstarted(this::send);
    thread.start();
  }

  /** Begins a new part; requests that are open count in the old one. */
  public Phase next() {
    phase = new Phase();
    return phase;
  }

  private void send() {
    long due = System.nanoTime();
    for (int i = 0; !closed; i++) {
      due += periodNanos;
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
      own.failed.increment();
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (int k = 0; k < 10; k++) {
      lines.append("others,host=h").append(number % 10).append(",k=").append(k);
      lines.append(" v=").append(number).append('\n');
    }
    byte[] body = lines.toString().getBytes(StandardCharsets.US_ASCII);
    (number % 2 == 0 ? http1 : http2)
        .post()
        .uri("/api/v2/write")
        .send(ByteBufFlux.fromInbound(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body))))
        .responseSingle((response, content) -> Mono.just(response.status().code()))
        .doFinally(signal -> open.decrementAndGet())
        .subscribe(
            status -> {
              if (status == 204) {
                long took = (System.nanoTime() - due) / 1000;
                own.micros.recordValue(Math.clamp(took, 0, HIGHEST));
              } else {
                own.refused.increment();
              }
            },
            failure -> own.failed.increment());
  }

  @Override
  public void close() {
    closed = true;
    connections.dispose();
  }
}
