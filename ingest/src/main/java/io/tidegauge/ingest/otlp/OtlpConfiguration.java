package io.tidegauge.ingest.otlp;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import io.tidegauge.ingest.http.HttpIngest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Puts OTLP together and on its path. */
@Configuration(proxyBeanMethods = false)
class OtlpConfiguration {

  private static final String PATH = "/v1/metrics";

  @Bean
  OtlpDecoder otlpDecoder(OtlpProperties properties) {
    return new OtlpDecoder(properties);
  }

  @Bean
  RouterFunction<ServerResponse> otlpRoutes(
      HttpIngest http, OtlpDecoder decoder, OtlpProperties properties) {
    OtlpHttpEndpoint endpoint = new OtlpHttpEndpoint(http, decoder, properties);
    return RouterFunctions.route()
        .POST(PATH, endpoint::export)
        .route(path(PATH), request -> endpoint.otherMethod())
        .build();
  }
}
