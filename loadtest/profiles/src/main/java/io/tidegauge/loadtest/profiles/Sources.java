package io.tidegauge.loadtest.profiles;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The addresses of the loopback interface that an open load comes from: several, where the system
 * has them (Linux), as a gateway lets each have only so many connections.
 */
final class Sources {

  private static final int MOST = 8;

  private Sources() {}

  /** Addresses to connect from; empty leaves the choice to the system, which has one. */
  static List<String> addresses() {
    List<String> addresses =
        IntStream.rangeClosed(1, MOST)
            .mapToObj(last -> "127.0.0." + last)
            .filter(Sources::canBeBound)
            .toList();
    return addresses.size() < MOST ? List.of() : addresses;
  }

  private static boolean canBeBound(String address) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
