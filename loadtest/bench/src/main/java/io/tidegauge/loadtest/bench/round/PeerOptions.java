package io.tidegauge.loadtest.bench.round;

import io.tidegauge.loadtest.bench.system.Peer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Beside whom ingest and pipeline are measured; a mixin. */
public final class PeerOptions {

  private static final String NONE = "none";

  @Option(
      names = "--peer",
      split = ",",
      description =
          "victoria-metrics, prometheus or none (may be repeated); those that are installed unless"
              + " given")
  private List<String> peers = List.of();

  /**
   * The peers.
   *
   * @param out is told which are left out, as they are not installed
   * @throws IllegalArgumentException where one that was asked for is not installed, or no peer
   */
  public List<Peer> peers(PrintWriter out) {
    return peers(out, peer -> peer.installed().isPresent());
  }

  List<Peer> peers(PrintWriter out, Predicate<Peer> installed) {
    if (!peers.isEmpty()) {
      return peers.stream()
          .filter(peer -> !peer.equals(NONE))
          .map(peer -> wanted(peer, installed))
          .toList();
    }
    List<Peer> found = new ArrayList<>();
    for (Peer peer : Peer.values()) {
      if (installed.test(peer)) {
        found.add(peer);
      } else {
        out.println("Left out: " + peer.advice());
      }
    }
    return found;
  }

  private static Peer wanted(String name, Predicate<Peer> installed) {
    Peer wanted =
        Arrays.stream(Peer.values())
            .filter(peer -> peer.toString().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--peer is '" + name + "', give " + Arrays.toString(Peer.values())));
    if (!installed.test(wanted)) {
      throw new IllegalArgumentException(wanted.advice());
    }
    return wanted;
  }
}
