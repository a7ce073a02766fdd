package io.tidegauge.cli.servers;

import java.time.Instant;
import java.util.Comparator;

/** What servers are sorted by; the names are what is typed. */
enum ServerOrder {
  state(Comparator.comparing(Server::state).thenComparing(highest(ServerOrder::busiest))),
  id(Comparator.comparing(Server::id)),
  cpu(highest(Server::cpu)),
  memory(highest(Server::memory)),
  load(highest(Server::load1)),
  series(highest(Server::series)),
  seen(
      Comparator.comparing(
              (Server server) -> server.lastSeen() == null ? Instant.MIN : server.lastSeen())
          .reversed());

  private final Comparator<Server> comparator;

  ServerOrder(Comparator<Server> comparator) {
    this.comparator = comparator;
  }

  /** The order; servers that are alike are in the order of their ids. */
  Comparator<Server> comparator() {
    return comparator.thenComparing(Server::id);
  }

  private interface Figure {
    double of(Server server);
  }

  /** The highest first, those without the figure last. */
  private static Comparator<Server> highest(Figure figure) {
    return Comparator.comparingDouble(
        server -> {
          double value = figure.of(server);
          return Double.isNaN(value) ? Double.POSITIVE_INFINITY : -value;
        });
  }

  private static double busiest(Server server) {
    double cpu = Double.isNaN(server.cpu()) ? -1 : server.cpu();
    double memory = Double.isNaN(server.memory()) ? -1 : server.memory();
    return Math.max(cpu, memory);
  }
}
