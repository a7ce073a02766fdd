package io.tidegauge.loadtest.bench.round;

import io.tidegauge.loadtest.bench.system.Peer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** How often and beside whom it is measured; a mixin. */
public final class RoundOptions {

  private static final String NONE = "none";

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "that count, of each system; ${DEFAULT-VALUE} unless given")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "of a round; ${DEFAULT-VALUE} unless given")
  private int seconds = 10;

  @Option(
      names = "--warm-up",
      defaultValue = "30",
      description =
          "seconds of processor time that each system uses before its rounds; ${DEFAULT-VALUE}"
              + " unless given")
  private int warmUp = 30;

  @Option(
      names = "--settle",
      defaultValue = "20",
      description =
          "seconds to wait at the most until a system has done what it puts off, which counts as"
              + " its cost; ${DEFAULT-VALUE} unless given")
  private int settle = 20;

  @Option(
      names = "--peer",
      split = ",",
      description =
          "victoria-metrics, prometheus or none (may be repeated); those that are installed unless"
              + " given")
  private List<String> peers = List.of();

  /**
   * The rounds.
   *
   * @throws IllegalArgumentException where they are none, with what to give
   */
  public RoundSpec spec() {
    return new RoundSpec(
        rounds,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(settle));
  }

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
