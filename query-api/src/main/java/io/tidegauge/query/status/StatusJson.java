package io.tidegauge.query.status;

import io.tidegauge.query.json.Json;
import io.tidegauge.query.live.LiveStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes a status as {@code docs/ARCHITECTURE.md} has it. Stateless. */
final class StatusJson {

  private StatusJson() {}

  /**
   * The body of an answer.
   *
   * @param live what a tenant has of this node; null where it is not known
   * @param rejects a tenant's refusals; null where they are not known
   */
  static byte[] encode(
      Status status, LiveStatus.@Nullable Tenant live, RejectCounts.@Nullable OfTenant rejects) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("state", status.state().label());
          json.writeArrayPropertyStart("reasons");
          status.reasons().forEach(reason -> reason.write(json));
          json.writeEndArray();
          json.writeStringProperty("time", status.time().toString());
          Json.time(json, "watermark", status.pipeline().watermark());
          rounded(json, "freshness", status.freshness());
          topics(json, status.pipeline().topics());
          consumers(json, status.pipeline().consumers());
          rounded(json, "samplesPerSecond", status.pipeline().samplesPerSecond());
          stores(json, status.stores());
          caches(json, status.answers());
          live(json, live);
          rejects(json, rejects);
          json.writeEndObject();
        });
  }

  private static void topics(JsonGenerator json, List<PipelineReport.Topic> topics) {
    json.writeArrayPropertyStart("topics");
    for (PipelineReport.Topic topic : topics) {
      json.writeStartObject();
      json.writeStringProperty("name", topic.topic().label());
      rounded(json, "recordsPerSecond", topic.recordsPerSecond());
      json.writeNullProperty("bytes");
      json.writeArrayPropertyStart("partitions");
      for (PipelineReport.Partition partition : topic.partitions()) {
        json.writeStartObject()
            .writeNumberProperty("partition", partition.partition())
            .writeNumberProperty("begin", partition.begin())
            .writeNumberProperty("end", partition.end());
        rounded(json, "recordsPerSecond", partition.recordsPerSecond());
        Json.time(json, "watermark", partition.watermark());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void consumers(JsonGenerator json, List<PipelineReport.Consumer> consumers) {
    json.writeArrayPropertyStart("consumers");
    for (PipelineReport.Consumer consumer : consumers) {
      json.writeStartObject();
      json.writeStringProperty("name", consumer.consumer().label());
      json.writeStringProperty("group", consumer.group());
      json.writeStringProperty("topic", consumer.consumer().topic().label());
      Long lag = consumer.lag();
      if (lag == null) {
        json.writeNullProperty("lag");
      } else {
        json.writeNumberProperty("lag", lag);
      }
      json.writeArrayPropertyStart("partitions");
      List<PipelineReport.Lag> lags = consumer.lags();
      for (PipelineReport.Lag one : lags == null ? List.<PipelineReport.Lag>of() : lags) {
        json.writeStartObject()
            .writeNumberProperty("partition", one.partition())
            .writeNumberProperty("lag", one.records());
        rounded(json, "seconds", one.ageNanos() / 1e9);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void stores(JsonGenerator json, List<StoreReport> stores) {
    json.writeArrayPropertyStart("stores");
    for (StoreReport store : stores) {
      json.writeStartObject();
      json.writeStringProperty("name", store.name());
      json.writeStringProperty("state", store.condition().name().toLowerCase(Locale.ROOT));
      Instant since = store.since();
      if (since == null) {
        json.writeNullProperty("since");
      } else {
        json.writeStringProperty("since", since.toString());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void caches(JsonGenerator json, Status.Answers answers) {
    json.writeArrayPropertyStart("caches");
    json.writeStartObject()
        .writeStringProperty("name", "answers")
        .writeNumberProperty("hits", answers.hits())
        .writeNumberProperty("misses", answers.misses())
        .writeNullProperty("entries")
        .writeEndObject();
    json.writeEndArray();
  }

  private static void live(JsonGenerator json, LiveStatus.@Nullable Tenant live) {
    if (live == null) {
      json.writeNullProperty("live");
      return;
    }
    json.writeObjectPropertyStart("live");
    json.writeNumberProperty("series", live.series())
        .writeNumberProperty("subscribers", live.subscribers())
        .writeNullProperty("nodes")
        .writeEndObject();
  }

  private static void rejects(JsonGenerator json, RejectCounts.@Nullable OfTenant rejects) {
    if (rejects == null) {
      json.writeNullProperty("rejects");
      return;
    }
    json.writeObjectPropertyStart("rejects");
    json.writeStringProperty("since", Json.time(rejects.since()));
    json.writeNumberProperty("total", rejects.total());
    json.writeArrayPropertyStart("reasons");
    for (RejectCounts.Count count : rejects.reasons()) {
      json.writeStartObject()
          .writeStringProperty("reason", count.reason().label())
          .writeNumberProperty("count", count.count())
          .writeStringProperty("last", Json.time(count.last()))
          .writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** To thousandths. */
  private static void rounded(JsonGenerator json, String name, @Nullable Double value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeName(name);
      Json.number(json, Math.round(value * 1e3) / 1e3);
    }
  }
}
