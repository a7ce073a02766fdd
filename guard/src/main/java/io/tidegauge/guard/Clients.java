package io.tidegauge.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The clients that have connections, and those that are not let in for a while. Thread-safe. */
final class Clients {

  private final Map<String, Client> clients = new ConcurrentHashMap<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<CutReason, Counter> cuts = new EnumMap<>(CutReason.class);
  private final GuardLimits limits;
  private final long pauseNanos;

  Clients(GuardLimits limits, String prefix, MeterRegistry meters) {
    this.limits = limits;
    this.pauseNanos = limits.pause().toNanos();
    for (CutReason reason : CutReason.values()) {
      cuts.put(
          reason,
          Counter.builder(prefix + ".cut.connections")
              .description("connections that were ended, or not let in")
              .tag("reason", reason.label())
              .register(meters));
    }
    Gauge.builder(prefix + ".connections", connections, AtomicInteger::get)
        .description("connections to the HTTP port")
        .register(meters);
    Gauge.builder(prefix + ".clients", clients, Map::size)
        .description("addresses with connections, or that were cut off lately")
        .register(meters);
  }

  GuardLimits limits() {
    return limits;
  }

  /** The client of an address that has a connection; null where it has none. */
  @Nullable Client of(String address) {
    return clients.get(address);
  }

  /** Counts a connection in, also one that is to be refused; {@link #leave} counts it out. */
  Client enter(String address) {
    connections.incrementAndGet();
    if (clients.size() > limits.maxConnections()) {
      // Those without connections: the others are bounded by the connections.
      long now = System.nanoTime();
      clients.values().removeIf(client -> client.forgettable(now, pauseNanos));
    }
    return clients.compute(
        address,
        (key, known) -> {
          Client client = known == null ? new Client() : known;
          client.connections().incrementAndGet();
          return client;
        });
  }

  /** Why a client's newest connection is not let in; null where it is. */
  @Nullable CutReason refusal(Client client) {
    if (client.paused(System.nanoTime())) {
      return CutReason.PAUSED;
    }
    if (client.connections().get() > limits.maxClientConnections()) {
      return CutReason.TOO_MANY_CLIENT_CONNECTIONS;
    }
    return connections.get() > limits.maxConnections() ? CutReason.TOO_MANY_CONNECTIONS : null;
  }

  void leave(String address) {
    connections.decrementAndGet();
    clients.computeIfPresent(
        address,
        (key, client) -> {
          client.connections().decrementAndGet();
          return client.forgettable(System.nanoTime(), pauseNanos) ? null : client;
        });
  }

  void count(Client client, CutReason reason) {
    Counter counter = cuts.get(reason);
    if (counter != null) {
      counter.increment();
    }
    if (reason.abusive()) {
      client.cut(System.nanoTime(), limits.cutsToPause(), pauseNanos);
    }
  }
}
