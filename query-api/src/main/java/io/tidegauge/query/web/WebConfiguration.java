package io.tidegauge.query.web;

import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What belongs to the web server as a whole. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

  /** Memory of Netty's allocator, which the gauges of the JVM's buffers do not count. */
  @Bean
  NettyAllocatorMetrics nettyAllocatorMetrics() {
    return new NettyAllocatorMetrics((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT);
  }
}
