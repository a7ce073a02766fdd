package io.tidegauge.query.metadata;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Servers seen in the live feed that are not in PostgreSQL for sure yet. Bounded: above the limit a
 * server is left out and counted; it is seen again when a node starts. Thread-safe, never blocks
 * for long.
 */
@Component
public final class SeenServers {

  private static final int LIMIT = 100_000;

  private final Set<Server> waiting = new LinkedHashSet<>();
  private final Counter dropped;

  SeenServers(MeterRegistry meters) {
    Gauge.builder("tidegauge.query.servers.waiting", this, SeenServers::size)
        .description("Servers seen that wait to be written to PostgreSQL")
        .register(meters);
    this.dropped =
        Counter.builder("tidegauge.query.servers.dropped")
            .description("Servers seen that found no room to wait")
            .register(meters);
  }

  /** A server of a tenant. */
  record Server(String tenant, String id) {}

  /** Notes a server. */
  public synchronized void seen(String tenant, String server) {
    if (waiting.size() < LIMIT) {
      waiting.add(new Server(tenant, server));
    } else {
      dropped.increment();
    }
  }

  /** Takes up to {@code most} servers of one tenant out. */
  synchronized List<Server> take(int most) {
    List<Server> taken = new ArrayList<>();
    for (Server server : waiting) {
      if (taken.size() < most
          && (taken.isEmpty() || taken.getFirst().tenant().equals(server.tenant()))) {
        taken.add(server);
      }
    }
    taken.forEach(waiting::remove);
    return taken;
  }

  /** Puts back what could not be written. */
  synchronized void giveBack(List<Server> servers) {
    servers.forEach(server -> seen(server.tenant(), server.id()));
  }

  synchronized int size() {
    return waiting.size();
  }
}
