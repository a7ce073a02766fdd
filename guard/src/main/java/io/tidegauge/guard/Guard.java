package io.tidegauge.guard;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Hooks;
import reactor.netty.http.server.HttpServer;

/** The guard of one HTTP port: over HTTP/1.1, and over HTTP/2 with prior knowledge or TLS. */
public final class Guard {

  private static final Logger log = LoggerFactory.getLogger(Guard.class);

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);
  private static final int PINGS = 2;
  private static final int RESETS_SECONDS = 30;

  static {
    // Reactor Netty 1.3.7 may stop reading a connection over HTTP/1.1 whose client sends its next
    // request very soon (its issues 4347 and 4361). With this it ends the last request first.
    System.setProperty("reactor.netty.http.server.lastFlushWhenNoRead", "true");
    // What has no subscriber any more is that a peer went away: not a line in the log for each.
    Hooks.onErrorDropped(
        failure -> {
          if (Departures.isDeparture(failure)) {
            log.debug("a peer went away: {}", failure.toString());
          } else {
            log.error("an error that nobody was there to take", failure);
          }
        });
  }

  private final GuardLimits limits;
  private final Clients clients;

  /**
   * Nobody is there yet.
   *
   * @param service whose port it is, a word of the meters' names: tidegauge.SERVICE.connections
   */
  public Guard(GuardLimits limits, String service, MeterRegistry meters) {
    this.limits = limits;
    this.clients = new Clients(limits, "tidegauge." + service, meters);
  }

  /**
   * A server with the guard in front. Its settings of HTTP/2 replace those that were set before, so
   * all of them are here. An idle connection over HTTP/2 (the server's idle timeout) is asked
   * whether it is still there, and closed where it is not: a stream may be quiet for longer.
   * HTTP/1.1 has that timeout only between requests.
   *
   * @param maxHead bytes that the head of a request over HTTP/2 may have
   */
  HttpServer before(HttpServer server, long maxHead) {
    return server
        .http2Settings(
            settings ->
                settings
                    .pingAckTimeout(PING_TIMEOUT)
                    .pingAckDropThreshold(PINGS)
                    .maxHeaderListSize(maxHead)
                    .maxConcurrentStreams(limits.maxStreams())
                    .maxDecodedRstFramesPerWindow(limits.maxResets(), RESETS_SECONDS)
                    .maxEncodedRstFramesPerWindow(limits.maxResets(), RESETS_SECONDS))
        .doOnChannelInit(
            (observer, channel, remote) -> {
              UpgradesIgnored.INSTANCE.addTo(channel);
              ConnectionGuard.addTo(channel, clients);
            });
  }

  /** Refuses a client's request to /actuator where it has as many open as it may. */
  WebFilter scrapes() {
    return new ScrapeLimit(clients);
  }
}
