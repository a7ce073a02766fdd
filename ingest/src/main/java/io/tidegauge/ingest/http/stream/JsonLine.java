package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.RequestSamples;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A line of the stream:
 *
 * <pre>
 * {"metric": "x", "labels": {"a": "b"}, "ts": 1710000000000, "value": 1.5, "kind": "gauge", "unit": "s"}
 * {"metric": "x", "labels": {…}, "samples": [[1710000000000, 1.5], [1710000001000, 2]]}
 * {"seq": 7, "series": [{"metric": …}, …]}
 * </pre>
 *
 * {@code ts} is in ms since the epoch, the gateway's time where it is absent; {@code value} a
 * number or one of "NaN" and "stale"; {@code kind} gauge, counter or observation, found by the name
 * where it is absent. Unknown fields are refused, so that a misspelt one is not lost. Not
 * thread-safe.
 */
final class JsonLine {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
          .build();
  private static final String FIELDS =
      "metric, labels, ts, value, samples, kind, unit, help, seq, series";

  private final JsonSeries series = new JsonSeries();

  /**
   * Hands over a line's samples.
   *
   * @param now the timestamp of samples without one
   */
  void read(byte[] bytes, int offset, int length, long now, RequestSamples target) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedRecordException("a line is one JSON object");
      }
      series.begin();
      boolean nested = false;
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String field = in.currentName();
        JsonToken value = in.nextToken();
        switch (field) {
          case "seq" -> {
            if (value != JsonToken.VALUE_NUMBER_INT) {
              throw new MalformedRecordException("seq is an integer");
            }
          }
          case "series" -> {
            nested = true;
            readSeries(in, value, now, target, bytes, offset, length);
          }
          default -> readField(series, field, value, in, target);
        }
      }
      if (in.nextToken() != null) {
        throw new MalformedRecordException("after the object comes the end of the line");
      }
      if (!nested || series.hasContent()) {
        series.hand(now, target, bytes, offset, length);
      }
    } catch (JacksonException e) {
      throw new MalformedRecordException("the line is not JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * The sequence number that a line gives; {@code otherwise} where it gives none.
   *
   * @throws MalformedRecordException where it gives one that is no integer of 0 or more
   */
  static long sequence(byte[] bytes, int offset, int length, long otherwise) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return otherwise;
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean found = in.currentName().equals("seq");
        JsonToken value = in.nextToken();
        if (found) {
          if (value != JsonToken.VALUE_NUMBER_INT
              || in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              || in.getLongValue() < 0) {
            throw new MalformedRecordException("seq is an integer of 0 or more, of 63 bits");
          }
          return in.getLongValue();
        }
        in.skipChildren();
      }
      return otherwise;
    } catch (JacksonException e) {
      return otherwise; // reading the line itself tells what is wrong
    }
  }

  private void readSeries(
      JsonParser in,
      JsonToken value,
      long now,
      RequestSamples target,
      byte[] bytes,
      int offset,
      int length) {
    if (value != JsonToken.START_ARRAY) {
      throw new MalformedRecordException("series is an array of objects");
    }
    JsonSeries each = new JsonSeries();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw new MalformedRecordException("series is an array of objects");
      }
      each.begin();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String field = in.currentName();
        readField(each, field, in.nextToken(), in, target);
      }
      each.hand(now, target, bytes, offset, length);
    }
  }

  private static void readField(
      JsonSeries into, String field, JsonToken value, JsonParser in, RequestSamples target) {
    switch (field) {
      case "metric" -> into.metric(text(field, value, in), target);
      case "labels" -> readLabels(into, value, in, target);
      case "ts" -> into.timestamp(value, in);
      case "value" -> into.value(value, in);
      case "samples" -> into.samples(value, in);
      case "kind" -> into.kind(text(field, value, in));
      case "unit" -> into.unit(target.symbol(text(field, value, in)));
      case "help" -> into.help(target.symbol(text(field, value, in)));
      default ->
          throw new MalformedRecordException(
              "field '" + field + "' is unknown; the fields are " + FIELDS);
    }
  }

  private static void readLabels(
      JsonSeries into, JsonToken value, JsonParser in, RequestSamples target) {
    if (value != JsonToken.START_OBJECT) {
      throw new MalformedRecordException("labels is an object of strings");
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      if (in.nextToken() == JsonToken.VALUE_STRING) {
        into.label(target.symbol(name), target.symbol(in.getString()), name.isEmpty());
      } else {
        in.skipChildren();
        into.refuse(
            RejectReason.INVALID_LABEL, "the value of label '" + name + "' is not a string");
      }
    }
  }

  private static String text(String field, JsonToken value, JsonParser in) {
    if (value != JsonToken.VALUE_STRING) {
      throw new MalformedRecordException(field + " is a string");
    }
    return in.getString();
  }
}
