package io.tidegauge.loadtest.chaos.cuts;

import io.tidegauge.loadtest.chaos.cluster.Balancer;
import io.tidegauge.loadtest.chaos.cluster.Line;
import io.tidegauge.loadtest.chaos.cuts.client.Client;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Hurts clients' connections at random, by a seed. Not thread-safe. */
final class Cutter {

  private static final int SHORTEST_SLOW_MILLIS = 300;
  private static final int LONGEST_SLOW_MILLIS = 3_000;

  /** Ways to hurt a connection. */
  enum Cut {
    /** Both sides see it reset. */
    RESET,
    /** Neither side is told. */
    HALF_OPEN,
    /** The client takes nothing for a while. */
    SLOW,
    /** The client takes nothing for a while, and then it is reset. */
    SLOW_RESET,
    /** The client hangs up. */
    HANG_UP
  }

  private static final List<Cut> CUTS = List.of(Cut.values());

  private final List<Client> clients;
  private final Balancer balancer;
  private final SplittableRandom random;
  private final Map<Cut, Integer> done = new EnumMap<>(Cut.class);
  private int count;

  Cutter(List<Client> clients, Balancer balancer, long seed) {
    this.clients = List.copyOf(clients);
    this.balancer = balancer;
    this.random = new SplittableRandom(seed);
  }

  /** One more, of a client that is connected; none where the one that was chosen is not. */
  void cut() {
    Client client = clients.get(random.nextInt(clients.size()));
    Cut cut = CUTS.get(random.nextInt(CUTS.size()));
    int slow = random.nextInt(SHORTEST_SLOW_MILLIS, LONGEST_SLOW_MILLIS);
    if (!client.isConnected()) {
      return;
    }
    switch (cut) {
      case RESET -> balancer.line(client.port()).ifPresent(Line::reset);
      case HALF_OPEN -> balancer.line(client.port()).ifPresent(Line::freeze);
      case SLOW -> client.slow(slow);
      case SLOW_RESET -> {
        client.slow(slow);
        balancer.line(client.port()).ifPresent(line -> line.resetIn(slow));
      }
      case HANG_UP -> client.hangUp();
    }
    done.merge(cut, 1, Integer::sum);
    count++;
  }

  /** How many so far. */
  int count() {
    return count;
  }

  @Override
  public String toString() {
    return done.toString();
  }
}
