package io.tidegauge.loadtest.http;

import java.net.URI;
import picocli.CommandLine.Option;

/** Where an installation's processor is: the option of each command that reads its metrics. */
public final class ProcessorMetrics {

  @Option(
      names = "--processor-url",
      defaultValue = "http://localhost:8081",
      description = "the processor's health and metrics; ${DEFAULT-VALUE} unless given")
  private URI url = URI.create("http://localhost:8081");

  /** The processor's management port. */
  public URI url() {
    return url;
  }
}
