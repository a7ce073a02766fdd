package io.tidegauge.ingest.guard;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Hooks;

/** Puts the guard in front of the HTTP port. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

  private static final Logger log = LoggerFactory.getLogger(GuardConfiguration.class);

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);
  private static final int PINGS = 2;
  private static final int RESETS_SECONDS = 30;

  /** What has no subscriber any more is that a peer went away: not a line in the log for each. */
  GuardConfiguration() {
    Hooks.onErrorDropped(
        failure -> {
          if (Departures.isDeparture(failure)) {
            log.debug("a peer went away: {}", failure.toString());
          } else {
            log.error("an error that nobody was there to take", failure);
          }
        });
  }

  @Bean
  Clients clients(GuardProperties limits, MeterRegistry meters) {
    return new Clients(limits, meters);
  }

  @Bean
  ScrapeLimit scrapeLimit(Clients clients) {
    return new ScrapeLimit(clients);
  }

  /**
   * The settings replace those that were set before, so all of them are here. An idle connection
   * over HTTP/2 (server.netty.idle-timeout) is asked whether it is still there, and closed where it
   * is not: a native stream may be quiet for longer. HTTP/1.1 has that timeout only between
   * requests.
   */
  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connectionsGuarded(
      GuardProperties limits, ServerProperties server, Clients clients) {
    return factory ->
        factory.addServerCustomizers(
            http ->
                http.http2Settings(
                        settings ->
                            settings
                                .pingAckTimeout(PING_TIMEOUT)
                                .pingAckDropThreshold(PINGS)
                                .maxHeaderListSize(server.getMaxHttpRequestHeaderSize().toBytes())
                                .maxConcurrentStreams(limits.maxStreams())
                                .maxDecodedRstFramesPerWindow(limits.maxResets(), RESETS_SECONDS)
                                .maxEncodedRstFramesPerWindow(limits.maxResets(), RESETS_SECONDS))
                    .doOnChannelInit(
                        (observer, channel, remote) -> ConnectionGuard.addTo(channel, clients)));
  }
}
