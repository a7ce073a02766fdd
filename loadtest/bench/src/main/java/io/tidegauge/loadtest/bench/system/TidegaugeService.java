package io.tidegauge.loadtest.bench.system;

import java.util.List;

/** Tidegauge's services, each of which is a process. */
public enum TidegaugeService {
  GATEWAY("gateway", "io.tidegauge.ingest.IngestApplication"),
  PROCESSOR("processor", ProcessorSystem.MAIN_CLASS),
  QUERY_NODE("query node", FeedNode.MAIN_CLASS);

  private final String title;
  private final String mainClass;

  TidegaugeService(String title, String mainClass) {
    this.title = title;
    this.mainClass = mainClass;
  }

  /** Its name as people write it. */
  public String title() {
    return title;
  }

  String mainClass() {
    return mainClass;
  }

  /** Of its JVM. */
  List<String> flags(TidegaugeOptions options) {
    return switch (this) {
      case GATEWAY -> options.gateway();
      case PROCESSOR -> options.processor();
      case QUERY_NODE -> options.query();
    };
  }
}
