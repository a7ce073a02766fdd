package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.process.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where processes live: each in its own network, where there are some. */
final class Places implements AutoCloseable {

  private final Optional<Network> network;
  private final List<Relay> relays = new ArrayList<>();

  Places(Optional<Network> network) {
    this.network = network;
  }

  /** An address and port. */
  record Address(String host, int port) {}

  /** The place of a process. */
  Place of(String member) {
    return network.map(own -> own.place(member)).orElse(Place.LOOPBACK);
  }

  /** Makes a port of the loopback interface reachable from the processes: where they go to. */
  Address reachable(int port) {
    return network.map(own -> relayed(own.address(), port)).orElse(new Address("127.0.0.1", port));
  }

  private Address relayed(String host, int port) {
    Relay relay = Relay.start(host, port);
    relays.add(relay);
    return new Address(host, relay.port());
  }

  /** Ends the relays; the networks are their owner's. */
  @Override
  public void close() {
    relays.forEach(Relay::close);
  }
}
