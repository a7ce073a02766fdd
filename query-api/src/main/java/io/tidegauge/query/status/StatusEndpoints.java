package io.tidegauge.query.status;

import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.live.LiveStatus;
import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import java.util.List;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The status of the pipeline, from memory. */
@Component
final class StatusEndpoints implements Endpoints {

  private final StatusCollector collector;
  private final RejectReader rejects;
  private final LiveStatus live;
  private final ServiceClock clock;

  StatusEndpoints(
      StatusCollector collector, RejectReader rejects, LiveStatus live, ServiceClock clock) {
    this.collector = collector;
    this.rejects = rejects;
    this.live = live;
    this.clock = clock;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(Endpoint.json(HttpMethod.GET, "/api/v1/status", Set.of(), this::status));
  }

  private Mono<ServerResponse> status(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    Status status = collector.latest();
    RejectCounts.OfTenant refusals =
        rejects.isCaughtUp() ? rejects.counts().of(tenant, clock.millis()) : null;
    if (refusals == null && rejects.isCaughtUp()) {
      status = status.lacking(Reason.rejectsNotCounted());
    }
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .bodyValue(StatusJson.encode(status, live.of(tenant), refusals));
  }
}
