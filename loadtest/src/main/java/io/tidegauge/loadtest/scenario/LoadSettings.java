package io.tidegauge.loadtest.scenario;

import java.net.URI;

/**
 * What {@link MixedLoadSimulation} does. Gatling makes simulations itself, so the settings go
 * through system properties.
 *
 * @param ingest the ingest port
 * @param query the query API
 * @param rate requests a second
 * @param users of the feed, over the whole time
 * @param seconds how long requests are sent
 */
record LoadSettings(URI ingest, URI query, int rate, int users, int seconds) {

  /** Samples in a request, each of another host. */
  static final int LINES = 100;

  private static final String PREFIX = "tidegauge.load.";

  void publish() {
    System.setProperty(PREFIX + "ingest", ingest.toString());
    System.setProperty(PREFIX + "query", query.toString());
    System.setProperty(PREFIX + "rate", Integer.toString(rate));
    System.setProperty(PREFIX + "users", Integer.toString(users));
    System.setProperty(PREFIX + "seconds", Integer.toString(seconds));
  }

  static LoadSettings published() {
    return new LoadSettings(
        URI.create(System.getProperty(PREFIX + "ingest", "http://localhost:4318")),
        URI.create(System.getProperty(PREFIX + "query", "http://localhost:8080")),
        Integer.getInteger(PREFIX + "rate", 20),
        Integer.getInteger(PREFIX + "users", 10),
        Integer.getInteger(PREFIX + "seconds", 20));
  }
}
