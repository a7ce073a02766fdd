package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.RequestSamples;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A series of a line: its fields may come in any order, so they are kept until its end. Reusable;
 * not thread-safe.
 */
final class JsonSeries {

  private static final int MAX_LABELS = 4096;

  /** Why a sample is refused that is not one. */
  private enum Fault {
    NONE,
    VALUE,
    TYPE,
    TIMESTAMP
  }

  private int[] labels = new int[32];
  private int labelCount;
  private int metric;
  private int unit;
  private int help;
  private @Nullable MetricKind kind;
  private @Nullable RejectReason refused;
  private String refusal = "";
  private long[] timestamps = new long[16];
  private double[] values = new double[16];
  private boolean[] timed = new boolean[16];
  private Fault[] faults = new Fault[16];
  private int count;
  private boolean single;
  private long singleTimestamp;
  private boolean singleTimed;
  private Fault singleFault = Fault.NONE;
  private double singleValue;
  private boolean hasValue;

  void begin() {
    labelCount = 0;
    metric = 0;
    unit = 0;
    help = 0;
    kind = null;
    refused = null;
    refusal = "";
    count = 0;
    single = false;
    singleTimed = false;
    singleFault = Fault.NONE;
    hasValue = false;
  }

  boolean hasContent() {
    return metric != 0 || labelCount > 0 || hasValue || count > 0 || single;
  }

  void metric(String name, RequestSamples target) {
    metric = target.symbol(name);
  }

  void label(int name, int value, boolean nameless) {
    if (nameless) {
      refuse(RejectReason.INVALID_LABEL, "a label has no name");
      return;
    }
    if (labelCount == labels.length) {
      if (labelCount >= MAX_LABELS) {
        return; // far too many: admission refuses the series
      }
      labels = Arrays.copyOf(labels, labelCount * 2);
    }
    labels[labelCount++] = name;
    labels[labelCount++] = value;
  }

  void unit(int symbol) {
    unit = symbol;
  }

  void help(int symbol) {
    help = symbol;
  }

  void kind(String word) {
    switch (word) {
      case "gauge" -> kind = MetricKind.GAUGE;
      case "counter" -> kind = MetricKind.COUNTER;
      case "observation" -> kind = MetricKind.OBSERVATION;
      default ->
          refuse(
              RejectReason.UNSUPPORTED_TYPE,
              "kind '" + word + "' is unknown; use gauge, counter or observation");
    }
  }

  void refuse(RejectReason reason, String message) {
    if (refused == null) {
      refused = reason;
      refusal = message;
    }
  }

  void timestamp(JsonToken token, JsonParser in) {
    single = true;
    singleTimed = true;
    if (isLong(token, in)) {
      singleTimestamp = in.getLongValue();
    } else {
      in.skipChildren();
      singleFault = Fault.TIMESTAMP;
    }
  }

  void value(JsonToken token, JsonParser in) {
    single = true;
    hasValue = true;
    Fault fault = read(token, in);
    if (singleFault == Fault.NONE) {
      singleFault = fault;
    }
    singleValue = lastValue;
  }

  /** An array of pairs of timestamp and value. */
  void samples(JsonToken token, JsonParser in) {
    if (token != JsonToken.START_ARRAY) {
      throw new MalformedRecordException("samples is an array of [ts, value]");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw new MalformedRecordException("samples is an array of [ts, value]");
      }
      Fault fault = Fault.NONE;
      long timestamp = 0;
      if (isLong(in.nextToken(), in)) {
        timestamp = in.getLongValue();
      } else {
        fault = Fault.TIMESTAMP;
        in.skipChildren();
      }
      Fault valueFault = read(in.nextToken(), in);
      if (in.nextToken() != JsonToken.END_ARRAY) {
        throw new MalformedRecordException("a sample is [ts, value]");
      }
      add(timestamp, lastValue, true, fault == Fault.NONE ? valueFault : fault);
    }
  }

  void hand(long now, RequestSamples target, byte[] bytes, int offset, int length) {
    if (single) {
      if (!hasValue) {
        throw new MalformedRecordException("ts comes with a value");
      }
      add(singleTimestamp, singleValue, singleTimed, singleFault);
    }
    if (count == 0) {
      throw new MalformedRecordException("the line has no value and no samples");
    }
    target.beginSeries();
    target.name(metric);
    for (int i = 0; i < labelCount; i += 2) {
      target.label(labels[i], labels[i + 1]);
    }
    if (kind != null) {
      target.kind(kind);
    }
    target.unit(unit);
    target.help(help);
    target.original(bytes, offset, length);
    if (refused != null) {
      target.refuseSeries(refused, refusal);
    }
    for (int i = 0; i < count; i++) {
      handOne(i, now, target);
    }
    target.endSeries();
  }

  private void handOne(int i, long now, RequestSamples target) {
    long timestamp = timed[i] ? timestamps[i] : now;
    switch (faults[i]) {
      case NONE -> target.sample(timestamp, values[i]);
      case VALUE ->
          target.refuse(
              RejectReason.INVALID_VALUE,
              "a value is a number, or one of \"NaN\" and \"stale\"",
              timestamp,
              Double.NaN);
      case TYPE ->
          target.refuse(
              RejectReason.UNSUPPORTED_TYPE, "a value is a number", timestamp, Double.NaN);
      case TIMESTAMP ->
          target.refuse(
              RejectReason.INVALID_TIMESTAMP,
              "ts is an integer: milliseconds since the epoch",
              0,
              values[i]);
    }
  }

  private double lastValue;

  private Fault read(JsonToken token, JsonParser in) {
    lastValue = Double.NaN;
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      lastValue = in.getDoubleValue();
      return Fault.NONE;
    }
    if (token == JsonToken.VALUE_STRING) {
      switch (in.getString()) {
        case "NaN" -> lastValue = Double.NaN;
        case "stale" -> lastValue = Double.longBitsToDouble(RequestSamples.STALE_MARKER);
        case "+Inf", "Inf" -> lastValue = Double.POSITIVE_INFINITY;
        case "-Inf" -> lastValue = Double.NEGATIVE_INFINITY;
        default -> {
          return Fault.VALUE;
        }
      }
      return Fault.NONE;
    }
    in.skipChildren();
    return Fault.TYPE;
  }

  private static boolean isLong(JsonToken token, JsonParser in) {
    return token == JsonToken.VALUE_NUMBER_INT
        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  private void add(long timestamp, double value, boolean hasTime, Fault fault) {
    if (count == timestamps.length) {
      timestamps = Arrays.copyOf(timestamps, count * 2);
      values = Arrays.copyOf(values, count * 2);
      timed = Arrays.copyOf(timed, count * 2);
      faults = Arrays.copyOf(faults, count * 2);
    }
    timestamps[count] = timestamp;
    values[count] = value;
    timed[count] = hasTime;
    faults[count] = fault;
    count++;
  }
}
