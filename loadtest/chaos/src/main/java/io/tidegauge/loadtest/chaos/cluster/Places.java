package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.process.Place;
import java.util.Optional;

/** Where processes live: each in its own network, where there are some. */
record Places(Optional<Network> network) {

  /** The place of a process. */
  Place of(String member) {
    return network.map(own -> own.place(member)).orElse(Place.LOOPBACK);
  }

  /** Makes a port of the loopback interface reachable: the address and port to go to. */
  Relayed relayed(int port) {
    return network
        .map(own -> new Relayed(own.address(), Relay.start(own.address(), port).port()))
        .orElse(new Relayed("127.0.0.1", port));
  }

  /** An address and port. */
  record Relayed(String host, int port) {}
}
