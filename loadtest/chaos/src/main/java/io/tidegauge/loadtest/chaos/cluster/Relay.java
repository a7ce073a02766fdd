package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Hands connections from the processes' network on to an engine on the loopback interface, byte for
 * byte. A connection ends as soon as either side ends it.
 */
final class Relay implements AutoCloseable {

  private final ServerSocket server;
  private final int target;

  private Relay(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** Begins to listen on any free port of an address. */
  static Relay start(String host, int target) {
    try {
      Relay relay = new Relay(new ServerSocket(0, 100, InetAddress.getByName(host)), target);
      Thread.ofVirtual().name("relay-" + target).start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new EngineException("Cannot listen on " + host, e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket from = server.accept();
        Thread.ofVirtual().start(() -> connect(from));
      } catch (IOException closed) {
        // Then the loop ends; or one connection was not wanted any more.
        continue;
      }
    }
  }

  private void connect(Socket from) {
    try (from;
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target)) {
      Thread back = Thread.ofVirtual().start(() -> copy(to, from));
      copy(from, to);
      back.join();
    } catch (IOException engineIsAway) {
      // The connection closes, as it does when the engine itself ends it.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException lost) {
      closeBoth(from, to);
    }
  }

  private static void closeBoth(Socket one, Socket other) {
    try (one;
        other) {
      return;
    } catch (IOException closedAlready) {
      return;
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new EngineException("Cannot stop listening", e);
    }
  }
}
