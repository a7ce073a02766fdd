package io.tidegauge.loadtest.http;

import java.net.URI;
import picocli.CommandLine.Option;

/** Where an installation is: the options of each command that writes to it and reads from it. */
public final class Addresses {

  @Option(
      names = "--ingest-url",
      defaultValue = "http://localhost:4318",
      description = "the ingest port; ${DEFAULT-VALUE} unless given")
  private URI ingestUrl = URI.create("http://localhost:4318");

  @Option(
      names = "--query-url",
      defaultValue = "http://localhost:8080",
      description = "the query API; ${DEFAULT-VALUE} unless given")
  private URI queryUrl = URI.create("http://localhost:8080");

  /** The gateway's HTTP port. */
  public URI ingest() {
    return ingestUrl;
  }

  /** The query API. */
  public URI query() {
    return queryUrl;
  }
}
