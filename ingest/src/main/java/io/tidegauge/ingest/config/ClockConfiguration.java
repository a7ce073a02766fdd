package io.tidegauge.ingest.config;

import io.tidegauge.contract.time.ServiceClock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The installation's clock. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  @Bean
  ServiceClock serviceClock(InstallationProperties installation) {
    return installation.clock().toServiceClock();
  }
}
