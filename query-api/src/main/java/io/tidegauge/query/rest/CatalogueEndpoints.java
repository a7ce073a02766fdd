package io.tidegauge.query.rest;

import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.query.config.LimitProperties;
import io.tidegauge.query.json.Json;
import io.tidegauge.query.live.LiveFeed;
import io.tidegauge.query.live.LiveState;
import io.tidegauge.query.live.SeriesState;
import io.tidegauge.query.live.TenantState;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.store.History;
import io.tidegauge.query.store.StoredMetric;
import io.tidegauge.query.store.StoredSeries;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import io.tidegauge.query.web.Matcher;
import io.tidegauge.query.web.Params;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What metrics and series there are: history's, and those that only live state knows yet. */
@Component
final class CatalogueEndpoints implements Endpoints {

  private final History history;
  private final LiveFeed live;
  private final LimitProperties limits;

  CatalogueEndpoints(History history, LiveFeed live, LimitProperties limits) {
    this.history = history;
    this.live = live;
    this.limits = limits;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.json(HttpMethod.GET, "/api/v1/metrics", Set.of("prefix"), this::metrics),
        Endpoint.json(HttpMethod.GET, "/api/v1/series", Set.of("metric", "match"), this::series));
  }

  private Mono<ServerResponse> metrics(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    String prefix = new Params(request.queryParams()).one("prefix").orElse("");
    return history
        .metrics(tenant, prefix, limits.metrics())
        .collectMap(StoredMetric::name, metric -> metric, TreeMap::new)
        .flatMap(
            found -> {
              Map<String, StoredMetric> metrics = new TreeMap<>(found);
              addLiveMetrics(metrics, tenant, prefix);
              checkSize(metrics.size(), limits.metrics(), "metrics", "give a longer prefix");
              return answer(encodeMetrics(metrics.values()));
            });
  }

  private void addLiveMetrics(Map<String, StoredMetric> to, String tenant, String prefix) {
    TenantState state = tenant(tenant);
    if (state == null) {
      return;
    }
    for (String metric : state.metrics()) {
      if (metric.startsWith(prefix) && !to.containsKey(metric)) {
        String[] kind = {""};
        long[] series = {0};
        state.forEachOfMetric(
            metric,
            one -> {
              series[0]++;
              kind[0] = one.kind().name().toLowerCase(Locale.ROOT);
            });
        to.put(metric, new StoredMetric(metric, kind[0], "", series[0]));
      }
    }
  }

  private static byte[] encodeMetrics(Collection<StoredMetric> metrics) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("metrics");
          for (StoredMetric metric : metrics) {
            json.writeStartObject()
                .writeStringProperty("name", metric.name())
                .writeStringProperty("kind", metric.kind())
                .writeStringProperty("unit", metric.unit())
                .writeNumberProperty("series", metric.series())
                .writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private Mono<ServerResponse> series(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    Params params = new Params(request.queryParams());
    String metric = params.required("metric", "node_load1");
    List<Matcher> matchers = params.each("match", Matcher::parse);
    return history
        .series(tenant, metric, matchers, limits.series())
        .collectMap(StoredSeries::id, series -> series, TreeMap::new)
        .flatMap(
            found -> {
              Map<SeriesId, StoredSeries> series = new TreeMap<>(found);
              addLiveSeries(series, tenant, metric, matchers);
              checkSize(series.size(), limits.series(), "series", "add match=label:value");
              return answer(encodeSeries(metric, series.values()));
            });
  }

  private void addLiveSeries(
      Map<SeriesId, StoredSeries> to, String tenant, String metric, List<Matcher> matchers) {
    TenantState state = tenant(tenant);
    if (state != null) {
      state.forEachOfMetric(
          metric,
          one -> {
            if (matchers.stream().allMatch(m -> m.matches(one.labels()))) {
              to.merge(one.id(), liveSeries(one), CatalogueEndpoints::newest);
            }
          });
    }
  }

  private static StoredSeries liveSeries(SeriesState one) {
    return new StoredSeries(
        one.id(),
        one.labels(),
        one.kind().name().toLowerCase(Locale.ROOT),
        "",
        one.server(),
        one.lastTimestamp(),
        one.lastTimestamp());
  }

  private static StoredSeries newest(StoredSeries stored, StoredSeries live) {
    return new StoredSeries(
        stored.id(),
        stored.labels(),
        stored.kind(),
        stored.unit(),
        stored.server(),
        Math.min(stored.firstSeen(), live.firstSeen()),
        Math.max(stored.lastSeen(), live.lastSeen()));
  }

  private static byte[] encodeSeries(String metric, Collection<StoredSeries> series) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("series");
          for (StoredSeries one : series) {
            json.writeStartObject()
                .writeStringProperty("id", one.id().toString())
                .writeStringProperty("metric", metric)
                .writeName("labels");
            Json.labels(json, one.labels());
            json.writeStringProperty("kind", one.kind())
                .writeStringProperty("unit", one.unit())
                .writeStringProperty("server", one.server())
                .writeStringProperty("firstSeen", Json.time(one.firstSeen()))
                .writeStringProperty("lastSeen", Json.time(one.lastSeen()))
                .writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private @Nullable TenantState tenant(String tenant) {
    LiveState state = live.ready();
    return state == null ? null : state.tenant(tenant);
  }

  private static void checkSize(int size, int limit, String what, String advice) {
    if (size > limit) {
      throw new ProblemException(
          ProblemType.ANSWER_TOO_LARGE,
          "The answer would have more than " + limit + " " + what + "; " + advice);
    }
  }

  private static Mono<ServerResponse> answer(byte[] body) {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .bodyValue(body);
  }
}
