package io.tidegauge.query.live;

import io.netty.channel.epoll.EpollChannelOption;
import io.tidegauge.query.config.LiveProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * What Linux keeps for a connection. By itself it takes megabytes for a reader that takes nothing,
 * and a quarter of an hour to find out that nobody is there; an EventSource never says anything
 * from which a service could tell.
 */
@Configuration(proxyBeanMethods = false)
class LiveSockets {

  /** Bytes that may wait in the system before a connection takes no more. */
  private static final long WAITING = 64 << 10;

  private static final int HEARTBEATS = 4;

  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connectionsLimited(
      LiveProperties live) {
    return factory -> factory.addServerCustomizers(http -> limited(http, live));
  }

  private static HttpServer limited(HttpServer http, LiveProperties live) {
    if (!LoopResources.hasNativeSupport()) {
      return http;
    }
    return http.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, WAITING)
        .childOption(
            EpollChannelOption.TCP_USER_TIMEOUT, HEARTBEATS * (int) live.heartbeat().toMillis());
  }
}
