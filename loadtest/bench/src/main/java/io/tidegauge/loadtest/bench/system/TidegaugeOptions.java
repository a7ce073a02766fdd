package io.tidegauge.loadtest.bench.system;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How Tidegauge's own processes are run; a mixin. */
public final class TidegaugeOptions {

  /** All of its heap is touched at the start, so that what it takes beside it can be told. */
  private static final String QUERY = "-Xms1g -Xmx1g -XX:+AlwaysPreTouch";

  @Option(
      names = "--set",
      description = "a setting of Tidegauge's services, key=value (may be repeated)")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--gateway-flags",
      defaultValue = "-Xmx512m",
      description = "flags of the gateway's JVM; ${DEFAULT-VALUE} unless given")
  private String gateway = "-Xmx512m";

  @Option(
      names = "--broker-flags",
      defaultValue = "-Xmx512m",
      description = "flags of the Kafka broker's JVM; ${DEFAULT-VALUE} unless given")
  private String broker = "-Xmx512m";

  @Option(
      names = "--processor-flags",
      defaultValue = "-Xmx1g",
      description = "flags of the processor's JVM; ${DEFAULT-VALUE} unless given")
  private String processor = "-Xmx1g";

  @Option(
      names = "--query-flags",
      defaultValue = QUERY,
      description = "flags of the query node's JVM; ${DEFAULT-VALUE} unless given")
  private String query = QUERY;

  /** Settings of the services, by key. */
  public Map<String, String> settings() {
    return settings;
  }

  List<String> gateway() {
    return words(gateway);
  }

  List<String> broker() {
    return words(broker);
  }

  List<String> processor() {
    return words(processor);
  }

  List<String> query() {
    return words(query);
  }

  private static List<String> words(String flags) {
    return flags.isBlank() ? List.of() : List.of(flags.strip().split("\\s+"));
  }
}
