package io.tidegauge.loadtest.bench.system;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How Tidegauge's own processes are run; a mixin. */
public final class TidegaugeOptions {

  /** All of its heap is touched at the start, so that what it takes beside it can be told. */
  private static final String QUERY = "-Xms1g -Xmx1g -XX:+AlwaysPreTouch";

  @Mixin private final ServiceOptions services = new ServiceOptions();

  @Option(
      names = "--gateway-flags",
      defaultValue = "-Xmx512m -XX:+UseParallelGC",
      description = "flags of the gateway's JVM; ${DEFAULT-VALUE} unless given")
  private String gateway = "-Xmx512m -XX:+UseParallelGC";

  @Option(
      names = "--query-flags",
      description = "flags of the query node's JVM; ${DEFAULT-VALUE} unless given")
  private String query;

  /** As a query node is run where its memory is measured, unless the user says otherwise. */
  public TidegaugeOptions() {
    this(QUERY);
  }

  /**
   * With another default.
   *
   * @param query flags of the query node's JVM
   */
  public TidegaugeOptions(String query) {
    this.query = query;
  }

  /** Settings of the services, by key. */
  public Map<String, String> settings() {
    return services.settings();
  }

  List<String> gateway() {
    return ServiceOptions.words(gateway);
  }

  List<String> broker() {
    return services.broker();
  }

  List<String> processor() {
    return services.processor();
  }

  List<String> query() {
    return ServiceOptions.words(query);
  }
}
