package io.tidegauge.ingest.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.ingest.admission.Admission;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Puts together what the HTTP protocols share. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

  @Bean
  BodyReader bodyReader(HttpProperties properties, MeterRegistry meters) {
    BodyReader bodies = new BodyReader(properties);
    Gauge.builder("tidegauge.ingest.bodies.bytes", bodies, BodyReader::held)
        .description("bytes of request bodies that are held")
        .register(meters);
    return bodies;
  }

  /** Its queue is bounded by the bodies that may be held. */
  @Bean(destroyMethod = "dispose")
  Scheduler decodingScheduler() {
    return Schedulers.newParallel(
        "tidegauge-decode", Math.max(2, Runtime.getRuntime().availableProcessors()), true);
  }

  @Bean
  HttpIngest httpIngest(
      Admission admission,
      BodyReader bodies,
      @Qualifier("decodingScheduler") Scheduler decoding,
      HttpProperties properties) {
    return new HttpIngest(admission, bodies, decoding, properties);
  }
}
