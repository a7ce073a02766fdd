package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.load.SeriesOptions;
import io.tidegauge.loadtest.bench.system.ServiceOptions;
import io.tidegauge.loadtest.bench.system.WindowingPeer;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is windowed, by whom and how often; a mixin. */
final class WindowingOptions {

  private static final String NONE = "none";

  /** How long the gateway gathers a record at the most, ms, where nothing else is set. */
  private static final int GATEWAY_LINGER_MILLIS = 5;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "of each system; ${DEFAULT-VALUE} unless given")
  private int rounds = 3;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description =
          "of a round at the most, after its warm-up: it ends before where all samples are done;"
              + " ${DEFAULT-VALUE} unless given")
  private int seconds = 20;

  @Option(
      names = "--warm-up",
      defaultValue = "15",
      description =
          "seconds of processor time that a system uses, from the moment it is ready, before it"
              + " counts; 0 to count from its start on; ${DEFAULT-VALUE} unless given")
  private int warmUp = 15;

  @Option(
      names = "--settle",
      defaultValue = "20",
      description =
          "seconds to wait at the most until a system that is done has done what it puts off, which"
              + " counts as its cost; ${DEFAULT-VALUE} unless given")
  private int settle = 20;

  @Option(
      names = "--peer",
      split = ",",
      description =
          "kafka-streams, flink or none (may be repeated); both unless given, none with --rate")
  private List<String> peers = List.of("kafka-streams", "flink");

  @Option(
      names = "--peer-flags",
      defaultValue = "-Xmx3g",
      description = "flags of the peers' JVMs; ${DEFAULT-VALUE} unless given")
  private String peerFlags = "-Xmx3g";

  @Option(
      names = "--partitions",
      defaultValue = "4",
      description = "of the topics; ${DEFAULT-VALUE} unless given")
  private int partitions = 4;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description =
          "stream threads of Tidegauge and of the DSL, parallelism of Flink; ${DEFAULT-VALUE}"
              + " unless given")
  private int threads = 1;

  @Option(
      names = "--samples",
      defaultValue = "150000000",
      description =
          "in the samples topic, in whole steps (a sample of each series); ${DEFAULT-VALUE} unless"
              + " given")
  private long samples = 150_000_000;

  @Option(
      names = "--peer-samples",
      defaultValue = "40000000",
      description =
          "how many of these, from the first one on, are there for the peers; ${DEFAULT-VALUE}"
              + " unless given")
  private long peerSamples = 40_000_000;

  @Option(
      names = "--samples-per-record",
      defaultValue = "",
      description =
          "of the samples topic, such as 600 or 300..900; 600 unless given, with --rate what the"
              + " gateway gathers in 5 ms")
  private String perRecord = "";

  @Option(
      names = "--rate",
      defaultValue = "0",
      description =
          "samples a second, written while they are windowed, each series in turn (its interval"
              + " follows from their number); as fast as it goes unless given")
  private int rate;

  @Mixin private final SeriesOptions series = new SeriesOptions();

  @Mixin private final ServiceOptions services = new ServiceOptions();

  /** How the processor and its broker are run. */
  ServiceOptions services() {
    return services;
  }

  /** Samples a second; 0 for as fast as it goes. */
  int rate() {
    return rate;
  }

  /** Flags of the peers' JVMs. */
  String peerFlags() {
    return peerFlags;
  }

  /**
   * The peers.
   *
   * @throws IllegalArgumentException where one is no peer
   */
  List<WindowingPeer> peers() {
    return peers.stream()
        .filter(peer -> !peer.equals(NONE))
        .map(WindowingPeer::of)
        .distinct()
        .toList();
  }

  /**
   * How long, and how much.
   *
   * @throws IllegalArgumentException where that cannot be, with what to give
   */
  WindowingSpec spec() {
    return new WindowingSpec(
        rounds,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(settle),
        partitions,
        threads,
        samples,
        Math.min(samples, peerSamples));
  }

  /**
   * The samples.
   *
   * @throws IllegalArgumentException where they cannot be, with what to give
   */
  LoadSpec load() {
    if (rate == 0) {
      return series.spec("--samples-per-record", perRecord.isEmpty() ? "600" : perRecord, 1);
    }
    if (rate < 1000 || rate > 100_000_000) {
      throw new IllegalArgumentException("--rate is " + rate + ", give 1000 to 100000000, or none");
    }
    long gathered = (long) rate * GATEWAY_LINGER_MILLIS / 1000 / Math.max(1, partitions);
    String range = perRecord.isEmpty() ? Long.toString(Math.max(1, gathered)) : perRecord;
    Duration interval = Duration.ofNanos(series.series() * 1_000_000_000L / rate);
    return series.spec("--samples-per-record", range, 1, interval);
  }
}
