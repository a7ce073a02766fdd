package io.tidegauge.guard;

import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/** Puts a service's {@link Guard}, which the service makes, in front of its HTTP port. */
@Configuration(proxyBeanMethods = false)
public class GuardConfiguration {

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

  /** Memory of Netty's allocator, which the gauges of the JVM's buffers do not count. */
  @Bean
  NettyAllocatorMetrics nettyAllocatorMetrics() {
    return new NettyAllocatorMetrics((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT);
  }
}
