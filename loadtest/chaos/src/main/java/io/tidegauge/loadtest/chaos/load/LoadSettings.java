package io.tidegauge.loadtest.chaos.load;

import io.tidegauge.loadtest.chaos.Timeline;
import java.net.URI;
import java.util.List;

/**
 * What is sent.
 *
 * @param seed of all that is random
 * @param rate samples a second of true time, all clients together
 * @param series of all clients together
 * @param timeline when, in the services' time
 * @param gateways where to; a client goes to the next one when one does not take it
 * @param tenant whose samples they are
 */
public record LoadSettings(
    long seed, int rate, int series, Timeline timeline, List<URI> gateways, String tenant) {

  /** Checks the values. */
  public LoadSettings {
    gateways = List.copyOf(gateways);
    if (rate < 1 || series < ClientKind.values().length) {
      throw new IllegalArgumentException(
          "--rate must be 1 or more, --series " + ClientKind.values().length + " or more");
    }
  }
}
