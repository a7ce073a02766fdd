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

/** The descriptions of this API: OpenAPI 3.1, and AsyncAPI 3.0 for the feeds. */
@Component
final class OpenApiEndpoints implements Endpoints {

  @Override
  public List<Endpoint> endpoints() {
    return List.of(document("openapi.json"), document("asyncapi.json"));
  }

  private static Endpoint document(String name) {
    Resource document = new ClassPathResource("tidegauge/query/" + name);
    return Endpoint.json(
        HttpMethod.GET,
        "/api/v1/" + name,
        Set.of(),
        request -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(document));
  }
}
