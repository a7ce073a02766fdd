package io.tidegauge.cli.reject;

import io.tidegauge.contract.reject.RejectRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of the native stream. Observations have an identity that is the place of the refusal that
 * they were first retried of: the line's {@code seq} has it, so that a line that is refused again
 * keeps it. 1024 neighbours are one producer's batches, as many as the processor tells apart.
 */
final class StreamResends {

  private static final int BATCHES_OF_A_PRODUCER = 1024;
  private static final int OFFSET_BITS = 48;

  /** Of a sequence that is a place: above what a producer that counts its batches comes to. */
  private static final long MARK = 1L << 62;

  private static final JsonMapper JSON = new JsonMapper();

  private final String topicId;

  StreamResends(String topicId) {
    this.topicId = topicId;
  }

  /** Of a line: the refused sample of it, or all of a line that was refused as a whole. */
  Resend ofLine(RejectPosition position, RejectRecord reject) {
    JsonNode line;
    try {
      line = JSON.readTree(reject.original());
    } catch (JacksonException e) {
      return new Resend.Impossible("the line is not JSON; mend it and send it from its source");
    }
    if (!(line instanceof ObjectNode object)) {
      return new Resend.Impossible("the line is no object; mend it and send it from its source");
    }
    long sentBefore = object.path("seq").asLong(0);
    if (reject.series().isEmpty()) {
      series(object).forEach(each -> giveTime(each, reject.received()));
      return request(position, object, sentBefore);
    }
    for (ObjectNode series : series(object)) {
      ObjectNode sample = sample(series, reject);
      if (sample != null) {
        return request(position, sample, sentBefore);
      }
    }
    return new Resend.Impossible("its line has no such sample; send it from its source");
  }

  /**
   * Of a point of OTLP, which is not a request without its metric and resource: the sample that it
   * was translated to. Its kind is found by its name, as the translation names counters so.
   */
  Resend ofPoint(RejectPosition position, RejectRecord reject) {
    SeriesText series = SeriesText.parse(reject.series());
    if (series == null || reject.timestamp() == 0) {
      return new Resend.Impossible(
          "it could not be translated to a sample; send it from its source");
    }
    ObjectNode line = JSON.createObjectNode();
    line.put("metric", series.metric());
    ObjectNode labels = line.putObject("labels");
    for (int i = 2; i < series.pairs().size(); i += 2) {
      labels.put(series.pairs().get(i), series.pairs().get(i + 1));
    }
    line.put("ts", reject.timestamp());
    if (Double.isNaN(reject.value())) {
      line.put("value", "NaN");
    } else {
      line.put("value", reject.value());
    }
    return request(position, line, 0);
  }

  private static List<ObjectNode> series(ObjectNode line) {
    List<ObjectNode> all = new ArrayList<>();
    all.add(line);
    if (line.get("series") != null && line.get("series").isArray()) {
      line.get("series")
          .forEach(
              each -> {
                if (each instanceof ObjectNode object) {
                  all.add(object);
                }
              });
    }
    return all;
  }

  private static void giveTime(ObjectNode series, long received) {
    if (series.has("value") && !series.has("ts")) {
      series.put("ts", received);
    }
  }

  /** The series with only the sample that was refused; null where it is not in it. */
  private static @Nullable ObjectNode sample(ObjectNode series, RejectRecord reject) {
    SeriesText wanted = SeriesText.parse(reject.series());
    if (!isSeries(series, wanted)) {
      return null;
    }
    JsonNode value = null;
    if (series.has("value") && isAt(series.get("ts"), reject)) {
      value = series.get("value");
    }
    if (value == null && series.get("samples") != null) {
      for (JsonNode pair : series.get("samples")) {
        if (pair.size() == 2 && isAt(pair.get(0), reject) && isValue(pair.get(1), reject)) {
          value = pair.get(1);
          break;
        }
      }
    }
    if (value == null) {
      return null;
    }
    ObjectNode sample = JSON.createObjectNode();
    for (String field : List.of("metric", "labels", "kind", "unit", "help")) {
      if (series.has(field)) {
        sample.set(field, series.get(field));
      }
    }
    sample.put("ts", reject.timestamp());
    sample.set("value", value);
    return sample;
  }

  /** A line of several series is told by the text of the refused one, as far as there is one. */
  private static boolean isSeries(ObjectNode series, @Nullable SeriesText wanted) {
    if (wanted == null) {
      return series.has("metric");
    }
    String metric = series.path("metric").asString("");
    if (!metric.equals(wanted.metric())) {
      return false;
    }
    JsonNode labels = series.path("labels");
    List<String> pairs = wanted.pairs();
    if (labels.size() != pairs.size() / 2 - 1) {
      return false;
    }
    for (int i = 2; i < pairs.size(); i += 2) {
      if (!labels.path(pairs.get(i)).asString("").equals(pairs.get(i + 1))) {
        return false;
      }
    }
    return true;
  }

  /** A sample without a time had the gateway's. */
  private static boolean isAt(@Nullable JsonNode timestamp, RejectRecord reject) {
    return timestamp == null
        || (timestamp.isIntegralNumber() && timestamp.asLong() == reject.timestamp());
  }

  private static boolean isValue(JsonNode value, RejectRecord reject) {
    return !value.isNumber() || Double.isNaN(reject.value()) || value.asDouble() == reject.value();
  }

  private Resend request(RejectPosition position, ObjectNode line, long sentBefore) {
    long sequence = isOurs(sentBefore) ? sentBefore : sequence(position);
    line.put("seq", sequence);
    long partition = (sequence & ~MARK) >>> OFFSET_BITS;
    long chunk = (sequence & ((1L << OFFSET_BITS) - 1)) / BATCHES_OF_A_PRODUCER;
    return new Resend.Request(
        "/v1/stream",
        Map.of(
            "Content-Type",
            "application/x-ndjson",
            "Tidegauge-Producer",
            "rejects-" + topicId + "-" + partition + "-" + chunk),
        (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static long sequence(RejectPosition position) {
    return MARK | ((long) position.partition() << OFFSET_BITS) | position.offset();
  }

  /** Whether a line was sent by a retry: then its sequence says of which refusal. */
  private static boolean isOurs(long sequence) {
    return (sequence & MARK) != 0;
  }
}
