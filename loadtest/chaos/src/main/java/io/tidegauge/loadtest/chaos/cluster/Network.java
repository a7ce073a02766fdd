package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network namespace for each process that is to be cut off, all on one bridge with this process;
 * rules of nftables inside a namespace hurt its process alone.
 */
public final class Network implements AutoCloseable {

  private static final int SUBNETS = 250;
  private static final int FIRST_HOST = 10;

  private final long id = ProcessHandle.current().pid();
  private final String bridge = "tgb" + id;
  private final String subnet = freeSubnet(id % SUBNETS);
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, String> namespaces = new HashMap<>();

  private Network() {}

  /** A network without places yet; needs root and the packages iproute2 and nftables. */
  static Network create() {
    Tool.require("Hurting the network", "iproute2 nftables", "ip", "nft");
    Network network = new Network();
    Tool.run("ip", "link", "add", network.bridge, "type", "bridge");
    Tool.run("ip", "addr", "add", network.address() + "/24", "dev", network.bridge);
    Tool.run("ip", "link", "set", network.bridge, "up");
    return network;
  }

  /** One that no other run has. */
  private static String freeSubnet(long from) {
    String taken = Tool.run("ip", "-o", "addr");
    for (long i = from; i < from + SUBNETS; i++) {
      String subnet = "10.231." + i % SUBNETS + ".";
      if (!taken.contains(" " + subnet)) {
        return subnet;
      }
    }
    throw new EngineException("All networks 10.231.*.0/24 are taken");
  }

  /** This process' own address on the bridge. */
  String address() {
    return subnet + "1";
  }

  /** The place of a process; made when it is first asked for. */
  synchronized Place place(String member) {
    return places.computeIfAbsent(member, this::make);
  }

  private Place make(String member) {
    int number = places.size();
    String namespace = "tgn" + id + "-" + number;
    String outer = "tg" + id + "h" + number;
    String host = subnet + (FIRST_HOST + number);
    Tool.run("ip", "netns", "add", namespace);
    Tool.run(
        "ip", "link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    Tool.run("ip", "link", "set", outer, "master", bridge, "up");
    Tool.run("ip", "-n", namespace, "addr", "add", host + "/24", "dev", "eth0");
    Tool.run("ip", "-n", namespace, "link", "set", "eth0", "up");
    Tool.run("ip", "-n", namespace, "link", "set", "lo", "up");
    namespaces.put(member, namespace);
    return new Place(host, List.of("ip", "netns", "exec", namespace));
  }

  /** Whether a process can be hurt here. */
  public synchronized boolean has(String member) {
    return namespaces.containsKey(member);
  }

  /**
   * Hurts what a process receives and sends.
   *
   * @param receives a statement of nftables for each packet that comes in, or none
   * @param sends a statement for each packet that goes out, or none
   */
  public void hurt(String member, String receives, String sends) {
    String rules =
        String.format(
            Locale.ROOT,
            """
            table inet chaos {
              chain in {
                type filter hook input priority 0; policy accept;
                %s
              }
              chain out {
                type filter hook output priority 0; policy accept;
                %s
              }
            }
            """,
            receives.isEmpty() ? "" : "iifname != \"lo\" " + receives,
            sends.isEmpty() ? "" : "oifname != \"lo\" " + sends);
    Tool.feed(rules, "ip", "netns", "exec", namespace(member), "nft", "-f", "-");
  }

  /** Ends what {@link #hurt} began. */
  public void heal(String member) {
    Tool.run("ip", "netns", "exec", namespace(member), "nft", "delete", "table", "inet", "chaos");
  }

  private synchronized String namespace(String member) {
    String namespace = namespaces.get(member);
    if (namespace == null) {
      throw new IllegalArgumentException(member + " has no network of its own");
    }
    return namespace;
  }

  @Override
  public synchronized void close() {
    namespaces.values().forEach(namespace -> Tool.run("ip", "netns", "del", namespace));
    namespaces.clear();
    Tool.run("ip", "link", "del", bridge);
  }
}
