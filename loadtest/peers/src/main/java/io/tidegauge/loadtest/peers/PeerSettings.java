package io.tidegauge.loadtest.peers;

import java.time.Duration;
import java.util.List;

/**
 * What a peer is to do, from the environment.
 *
 * @param bootstrapServers where Kafka is
 * @param group its consumer group
 * @param input topic of samples: key is the series (8 bytes, big-endian), value a float64 (8,
 *     big-endian), the record's timestamp is the sample's
 * @param output topic of windows, see {@link WindowRecord}
 * @param threads stream threads, or parallelism
 * @param directory for what it keeps
 * @param port where it tells of itself
 */
public record PeerSettings(
    String bootstrapServers,
    String group,
    String input,
    String output,
    int threads,
    String directory,
    int port) {

  /** The lengths of windows, from the shortest. */
  public static final List<Duration> WINDOWS =
      List.of(
          Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(24));

  /** How long after its end a window takes samples, as in Tidegauge. */
  public static final Duration GRACE = Duration.ofMinutes(5);

  /** Reads them. */
  public static PeerSettings fromEnvironment() {
    return new PeerSettings(
        of("PEER_BOOTSTRAP_SERVERS"),
        of("PEER_GROUP"),
        of("PEER_INPUT"),
        of("PEER_OUTPUT"),
        Integer.parseInt(of("PEER_THREADS")),
        of("PEER_DIRECTORY"),
        Integer.parseInt(of("SERVER_PORT")));
  }

  private static String of(String variable) {
    String value = System.getenv(variable);
    if (value == null) {
      throw new IllegalArgumentException(
          variable + " is not set; ./tidegauge bench processor starts this program");
    }
    return value;
  }
}
