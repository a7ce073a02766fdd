package io.tidegauge.loadtest.bench.live;

import io.tidegauge.loadtest.bench.load.LoadOptions;
import io.tidegauge.loadtest.bench.system.FanOut;
import io.tidegauge.loadtest.bench.system.LivePipeline;
import io.tidegauge.loadtest.bench.system.Nchan;
import io.tidegauge.loadtest.bench.system.QueryNode;
import io.tidegauge.loadtest.bench.system.TidegaugeOptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What runs: a query node, alone or behind a whole pipeline, and its peer; a mixin. */
final class LiveSystems {

  /** Data of an event of Nchan's: an event is as long as one of ours then. */
  private static final int FEWEST_BYTES = 40;

  @Option(
      names = "--peer",
      defaultValue = "nchan",
      description = "nchan or none; ${DEFAULT-VALUE} unless given")
  private String peer = "nchan";

  @Option(
      names = "--peer-bytes",
      defaultValue = "280",
      description =
          "of the data of the peer's events; ${DEFAULT-VALUE} unless given, about as much as an"
              + " update of one series without windows")
  private int peerBytes = 280;

  @Option(
      names = "--pipeline",
      defaultValue = "0",
      description =
          "samples a second that go through gateway, processor, ClickHouse and Redis, and events"
              + " with them; without peer. 0, the default, for events that are written to the live"
              + " topic. The interval of a series follows from it and --series")
  private int pipeline;

  @Mixin private final LoadOptions load = new LoadOptions();

  @Mixin private final TidegaugeOptions tidegauge = new TidegaugeOptions();

  private boolean hasPeer() {
    return pipeline == 0 && !peer.equals("none");
  }

  /**
   * Looks whether they can be started.
   *
   * @throws IllegalArgumentException where not, with what to give
   */
  void check() {
    if (pipeline < 0) {
      throw new IllegalArgumentException("--pipeline is " + pipeline + ", give 0 or more");
    }
    if (pipeline > 0) {
      load.spec(pipeline);
    }
    if (hasPeer() && !peer.equals("nchan")) {
      throw new IllegalArgumentException("--peer is '" + peer + "', give nchan or none");
    }
    if (peerBytes < FEWEST_BYTES || peerBytes > 1 << 20) {
      throw new IllegalArgumentException(
          "--peer-bytes is " + peerBytes + ", give " + FEWEST_BYTES + " to " + (1 << 20));
    }
    if (hasPeer() && Nchan.installed().isEmpty()) {
      throw new IllegalArgumentException(Nchan.advice() + "; or give --peer none");
    }
  }

  /**
   * Starts them.
   *
   * @param feeds how many there can be
   * @param started they are added to it, ours first; whoever calls closes them, also where one does
   *     not start
   */
  void start(Path directory, int feeds, List<FanOut> started) throws InterruptedException {
    if (pipeline > 0) {
      started.add(LivePipeline.start(directory, tidegauge, load.spec(pipeline)));
    } else {
      started.add(QueryNode.start(directory, tidegauge, feeds));
    }
    if (hasPeer()) {
      started.add(Nchan.start(directory, peerBytes));
    }
  }
}
