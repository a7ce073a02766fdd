package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plain TCP load balancer: each connection goes to the next node that takes it, whoever it is
 * from. What goes through can be cut off. Thread-safe.
 */
public final class Balancer implements AutoCloseable {

  private static final int CONNECT_MILLIS = 1_000;

  /** Small, so that a reader who takes nothing is soon felt at the other end. */
  private static final int BUFFER = 16 << 10;

  private final ServerSocket server;
  private final List<InetSocketAddress> nodes;
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<Integer, Line> lines = new ConcurrentHashMap<>();

  private Balancer(ServerSocket server, List<InetSocketAddress> nodes) {
    this.server = server;
    this.nodes = List.copyOf(nodes);
  }

  /** Begins to listen on a free port of the loopback interface. */
  public static Balancer start(List<Member> members) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReceiveBufferSize(BUFFER);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
      Balancer balancer =
          new Balancer(
              server,
              members.stream().map(m -> new InetSocketAddress(m.host(), m.port())).toList());
      Thread.ofVirtual().name("balancer").start(balancer::accept);
      return balancer;
    } catch (IOException e) {
      throw new EngineException("Cannot listen on the loopback interface", e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** The connection that a client has from one of its ports. */
  public Optional<Line> line(int clientPort) {
    return Optional.ofNullable(lines.get(clientPort));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        // Then the loop ends; or one connection was not wanted any more.
        continue;
      }
    }
  }

  private void serve(Socket client) {
    Optional<Socket> node = connect();
    if (node.isEmpty()) {
      Line.abort(client);
      return;
    }
    Line line = new Line(client, node.get());
    lines.put(client.getPort(), line);
    try {
      client.setTcpNoDelay(true);
      client.setSendBufferSize(BUFFER);
      line.run();
    } catch (IOException gone) {
      line.reset();
    } finally {
      lines.remove(client.getPort(), line);
    }
  }

  private Optional<Socket> connect() {
    int first = turn.getAndIncrement();
    for (int i = 0; i < nodes.size(); i++) {
      Socket node = new Socket();
      try {
        node.setReceiveBufferSize(BUFFER);
        node.setTcpNoDelay(true);
        node.connect(nodes.get(Math.floorMod(first + i, nodes.size())), CONNECT_MILLIS);
        return Optional.of(node);
      } catch (IOException away) {
        Line.abort(node);
      }
    }
    return Optional.empty();
  }

  /** Ends all connections. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new EngineException("Cannot stop listening", e);
    }
    lines.values().forEach(Line::reset);
  }
}
