package io.tidegauge.standalone;

import io.tidegauge.engines.process.Ports;
import java.util.Locale;

/** The ports of the services; those of the engines are in {@link io.tidegauge.engines.Engine}. */
public enum ServicePort {
  QUERY("the query API and dashboard", "--query-port", 8080),
  INGEST_HTTP("the ingest gateway (HTTP/1.1 and HTTP/2)", "--ingest-http-port", 4318),
  INGEST_GRPC("the ingest gateway (OTLP over gRPC)", "--ingest-grpc-port", 4317),
  PROCESSOR("the processor's health and metrics", "--processor-port", 8081);

  private final String title;
  private final String flag;
  private final int usualPort;

  ServicePort(String title, String flag, int usualPort) {
    this.title = title;
    this.flag = flag;
    this.usualPort = usualPort;
  }

  int usualPort() {
    return usualPort;
  }

  String flag() {
    return flag;
  }

  String variable() {
    return "TIDEGAUGE_" + name() + "_PORT";
  }

  /** The configuration key that gives a service this port. */
  public String key() {
    return "tidegauge." + name().toLowerCase(Locale.ROOT).replace('_', '.') + ".port";
  }

  /** Checks that the port is free; 0 becomes a free one. */
  int claim(int wanted) {
    return Ports.claim(title, flag, variable(), wanted);
  }
}
