package io.tidegauge.loadtest.bench.system;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What people would window with instead. */
public enum WindowingPeer {
  /** Four windowed aggregations in in-memory stores, exactly once, a commit each 500 ms. */
  KAFKA_STREAMS(
      "kafka-streams",
      "Kafka Streams DSL",
      "kafka-streams",
      "io.tidegauge.loadtest.peers.streams.StreamsPeer",
      List.of(),
      true),
  /** 5m rolled up to 24h in a MiniCluster, with checkpoints; emits a window once. */
  FLINK(
      "flink",
      "Apache Flink",
      "flink-runtime",
      "io.tidegauge.loadtest.peers.flink.FlinkPeer",
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED"),
      false);

  private final String option;
  private final String title;
  private final String library;
  private final String mainClass;
  private final List<String> flags;
  private final boolean emitsOnUpdate;

  WindowingPeer(
      String option,
      String title,
      String library,
      String mainClass,
      List<String> flags,
      boolean emitsOnUpdate) {
    this.option = option;
    this.title = title;
    this.library = library;
    this.mainClass = mainClass;
    this.flags = flags;
    this.emitsOnUpdate = emitsOnUpdate;
  }

  /** Its name as people write it. */
  public String title() {
    return title;
  }

  /** Which version of it runs. */
  public String version() {
    return PeersClassPath.find().version(library);
  }

  String mainClass() {
    return mainClass;
  }

  /** That its JVM needs. */
  List<String> flags() {
    return flags;
  }

  /** Whether it writes a window again whenever it has changed, at a commit. */
  boolean emitsOnUpdate() {
    return emitsOnUpdate;
  }

  /**
   * Starts it with no state, at the beginning of its topic.
   *
   * @param name of its group and its folder, new
   * @param threads stream threads, or parallelism
   * @param flags of its JVM
   */
  public WindowingSystem start(
      WindowingLog log, Path directory, String name, int threads, String flags)
      throws InterruptedException {
    return PeerSystem.start(this, log, directory, name, threads, ServiceOptions.words(flags));
  }

  /**
   * The one that is named so on the command line.
   *
   * @throws IllegalArgumentException where none is, with what to give
   */
  public static WindowingPeer of(String option) {
    return Arrays.stream(values())
        .filter(peer -> peer.option.equals(option))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--peer is '" + option + "', give " + Arrays.toString(values()) + " or none"));
  }

  /** As it is named on the command line. */
  @Override
  public String toString() {
    return option;
  }
}
