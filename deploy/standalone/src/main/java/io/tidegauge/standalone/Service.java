package io.tidegauge.standalone;

import java.util.Locale;

/** The services, in the order in which they stop: whoever takes work in stops first. */
public enum Service {
  INGEST("io.tidegauge.ingest.IngestApplication", ServicePort.INGEST_HTTP),
  PROCESSOR("io.tidegauge.processor.ProcessorApplication", ServicePort.PROCESSOR),
  QUERY("io.tidegauge.query.QueryApplication", ServicePort.QUERY);

  private final String mainClass;
  private final ServicePort port;

  Service(String mainClass, ServicePort port) {
    this.mainClass = mainClass;
    this.port = port;
  }

  /** The class with the service's main method. */
  public String mainClass() {
    return mainClass;
  }

  /** The port where it answers to {@code /actuator/health}. */
  public ServicePort port() {
    return port;
  }

  /** The name of its settings file and of its log. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
