package io.tidegauge.ingest.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.guard.Guard;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/** Puts the guard in front of the HTTP port. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

  @Bean
  Guard guard(GuardProperties properties, MeterRegistry meters) {
    return new Guard(properties.limits(), "ingest", meters);
  }

  @Bean
  WebFilter scrapesLimited(Guard guard) {
    return guard.scrapes();
  }

  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connectionsGuarded(
      Guard guard, ServerProperties server) {
    return factory ->
        factory.addServerCustomizers(
            http -> guard.before(http, server.getMaxHttpRequestHeaderSize().toBytes()));
  }
}
