package io.tidegauge.loadtest.bench.system;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the processor and its broker are run; a mixin. */
public final class ServiceOptions {

  @Option(
      names = "--set",
      description = "a setting of Tidegauge's services, key=value (may be repeated)")
  private Map<String, String> settings = Map.of();

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

  /** Settings of the services, by key. */
  public Map<String, String> settings() {
    return settings;
  }

  List<String> broker() {
    return words(broker);
  }

  List<String> processor() {
    return words(processor);
  }

  /** The words of flags. */
  static List<String> words(String flags) {
    return flags.isBlank() ? List.of() : List.of(flags.strip().split("\\s+"));
  }
}
