package io.tidegauge.ingest.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.HeldBytes;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Puts together what the HTTP protocols share. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

  @Bean
  HeldBytes heldBytes(HttpProperties properties, MeterRegistry meters) {
    HeldBytes held = new HeldBytes(properties.maxHeld().toBytes());
    Gauge.builder("tidegauge.ingest.bodies.bytes", held, HeldBytes::current)
        .description("bytes of bodies, pieces of streams and gRPC messages that are held")
        .register(meters);
    return held;
  }

  @Bean
  BodyReader bodyReader(HttpProperties properties, HeldBytes held) {
    return new BodyReader(properties, held);
  }

  /** Event loops of its own, so that a service that stops in the same JVM leaves them running. */
  @Bean
  ReactorResourceFactory reactorResourceFactory() {
    ReactorResourceFactory resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    resources.setShutdownQuietPeriod(Duration.ZERO);
    return resources;
  }

  /** Its queue is bounded by the bodies that may be held. */
  @Bean(destroyMethod = "dispose")
  Scheduler decodingScheduler() {
    return Schedulers.newParallel(
        "tidegauge-decode", Math.max(2, Runtime.getRuntime().availableProcessors()), true);
  }

  @Bean
  StandingQueue standingQueue(HttpProperties properties, MeterRegistry meters) {
    StandingQueue queue = new StandingQueue(properties.maxWait().toNanos());
    Gauge.builder("tidegauge.ingest.http.waiting", queue, StandingQueue::waiting)
        .description("requests that wait for a decoding thread")
        .register(meters);
    return queue;
  }

  @Bean
  HttpIngest httpIngest(
      Admission admission,
      BodyReader bodies,
      @Qualifier("decodingScheduler") Scheduler decoding,
      StandingQueue queue,
      HttpProperties properties) {
    return new HttpIngest(admission, bodies, decoding, queue, properties);
  }
}
