package io.tidegauge.ingest.admission;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.ingest.config.InstallationProperties;
import io.tidegauge.ingest.publish.Gatherer;
import io.tidegauge.ingest.publish.InFlightBytes;
import io.tidegauge.ingest.publish.PublishProperties;
import io.tidegauge.ingest.publish.SamplesPublisher;
import io.tidegauge.ingest.reject.OriginalsLimit;
import io.tidegauge.ingest.reject.Rejects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts admission together. */
@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

  @Bean
  Rejects rejects(
      SamplesPublisher publisher,
      InFlightBytes inFlight,
      AdmissionProperties limits,
      PublishProperties publish,
      MeterRegistry meters) {
    OriginalsLimit originals =
        new OriginalsLimit(
            Math.toIntExact(limits.maxOriginal().toBytes()),
            limits.maxOriginals(),
            publish.maxTenants());
    Gauge.builder("tidegauge.ingest.originals.tenants", originals, OriginalsLimit::tenants)
        .description("tenants whose kept originals are being counted")
        .register(meters);
    return new Rejects(publisher, inFlight, originals, meters);
  }

  @Bean
  KindRegistry kindRegistry(
      AdmissionProperties limits, PublishProperties publish, MeterRegistry meters) {
    KindRegistry kinds = new KindRegistry(publish.maxTenants(), limits.maxFamilies());
    Gauge.builder("tidegauge.ingest.families", kinds, KindRegistry::size)
        .description("metric families whose type was learnt")
        .register(meters);
    return kinds;
  }

  @Bean
  HaTracker haTracker(HaProperties properties, MeterRegistry meters) {
    HaTracker replicas = new HaTracker(properties);
    Gauge.builder("tidegauge.ingest.ha.clusters", replicas, HaTracker::clusters)
        .description("clusters of which a replica is elected")
        .register(meters);
    FunctionCounter.builder("tidegauge.ingest.ha.changes", replicas, HaTracker::changes)
        .description("how often another replica of a cluster was elected")
        .register(meters);
    return replicas;
  }

  @Bean
  Admission admission(
      Gatherer gatherer,
      Rejects rejects,
      KindRegistry kinds,
      AdmissionProperties limits,
      HaProperties ha,
      HaTracker replicas,
      ServiceClock clock,
      InstallationProperties installation,
      MeterRegistry meters) {
    Admission admission =
        new Admission(
            gatherer, rejects, kinds, limits, ha, replicas, clock, installation.rawRetention());
    measure(admission.seriesCache(), meters);
    return admission;
  }

  private static void measure(SeriesCache cache, MeterRegistry meters) {
    Gauge.builder("tidegauge.ingest.series.cache.series", cache, SeriesCache::size)
        .description("series that are known by the bytes of their labels")
        .register(meters);
    Gauge.builder("tidegauge.ingest.series.cache.bytes", cache, SeriesCache::bytes)
        .description("about how much memory the known series take")
        .register(meters);
    Gauge.builder("tidegauge.ingest.series.cache.limit.bytes", cache, SeriesCache::maxBytes)
        .description("about how much memory the known series may take")
        .register(meters);
    FunctionCounter.builder("tidegauge.ingest.series.cache.hits", cache, SeriesCache::hits)
        .description("how often a series was known")
        .register(meters);
    FunctionCounter.builder("tidegauge.ingest.series.cache.misses", cache, SeriesCache::misses)
        .description("how often a series was not known, and its labels were read")
        .register(meters);
    FunctionCounter.builder("tidegauge.ingest.series.cache.evictions", cache, SeriesCache::evicted)
        .description("known series that were forgotten for others")
        .register(meters);
  }
}
