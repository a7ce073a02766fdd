package io.tidegauge.ingest.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.guard.Guard;
import io.tidegauge.guard.GuardConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The guard of the HTTP port, with this service's limits. */
@Configuration(proxyBeanMethods = false)
@Import(GuardConfiguration.class)
class PortGuard {

  @Bean
  Guard guard(GuardProperties properties, MeterRegistry meters) {
    return new Guard(properties.limits(), "ingest", meters);
  }
}
