package io.tidegauge.ingest.grpc;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.HeldBytes;
import io.tidegauge.ingest.otlp.OtlpDecoder;
import io.tidegauge.ingest.otlp.OtlpProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the gRPC server together. */
@Configuration(proxyBeanMethods = false)
class GrpcConfiguration {

  @Bean
  OtlpGrpcServer otlpGrpcServer(
      Admission admission,
      OtlpDecoder decoder,
      HeldBytes held,
      OtlpProperties otlp,
      GrpcProperties properties,
      MeterRegistry meters) {
    OtlpGrpcServer server =
        new OtlpGrpcServer(
            new MetricsExport(admission, decoder, otlp.retryAfter()), held, properties);
    Gauge.builder("tidegauge.ingest.grpc.waiting", server, OtlpGrpcServer::waiting)
        .description("calls that wait for a decoding thread")
        .register(meters);
    return server;
  }
}
