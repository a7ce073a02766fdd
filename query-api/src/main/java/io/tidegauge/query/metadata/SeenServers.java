package io.tidegauge.query.metadata;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Servers seen in the live feed that are not in PostgreSQL for sure yet. Bounded: above the limit a
 * server is left out and counted; it is seen again when a node starts. One whose id has control
 * characters is left out and counted too: PostgreSQL holds no U+0000, and nobody could type or read
 * the others. Thread-safe, never blocks for long.
 */
@Component
public final class SeenServers {

  private static final int LIMIT = 100_000;

  private final Set<Server> waiting = new LinkedHashSet<>();
  private final Map<Reason, Counter> dropped = new EnumMap<>(Reason.class);

  /** None yet. */
  public SeenServers(MeterRegistry meters) {
    Gauge.builder("tidegauge.query.servers.waiting", this, SeenServers::size)
        .description("Servers seen that wait to be written to PostgreSQL")
        .register(meters);
    for (Reason reason : Reason.values()) {
      dropped.put(
          reason,
          Counter.builder("tidegauge.query.servers.dropped")
              .description("Servers seen that are not written to PostgreSQL")
              .tag("reason", reason.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
  }

  /** Why a server that was seen is not written. */
  enum Reason {
    /** Too many wait already. */
    NO_ROOM,
    /** Its id has ISO control characters. */
    CONTROL_CHARACTER,
    /** PostgreSQL answered that it cannot hold it. */
    REFUSED
  }

  /** A server of a tenant. */
  record Server(String tenant, String id) {}

  /** Notes a server. */
  public void seen(String tenant, String server) {
    if (server.chars().anyMatch(Character::isISOControl)) {
      dropped(Reason.CONTROL_CHARACTER);
    } else {
      add(new Server(tenant, server));
    }
  }

  private synchronized void add(Server server) {
    if (waiting.size() < LIMIT) {
      waiting.add(server);
    } else {
      dropped(Reason.NO_ROOM);
    }
  }

  /** Counts a server that is not written. */
  void dropped(Reason reason) {
    Objects.requireNonNull(dropped.get(reason)).increment();
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
    servers.forEach(this::add);
  }

  synchronized int size() {
    return waiting.size();
  }
}
