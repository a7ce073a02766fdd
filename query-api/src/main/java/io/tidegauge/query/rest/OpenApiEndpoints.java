package io.tidegauge.query.rest;

import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import java.util.List;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The description of this API in OpenAPI 3.1. */
@Component
final class OpenApiEndpoints implements Endpoints {

  private static final Resource DOCUMENT = new ClassPathResource("tidegauge/query/openapi.json");

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.json(
            HttpMethod.GET,
            "/api/v1/openapi.json",
            Set.of(),
            request ->
                ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(DOCUMENT)));
  }
}
