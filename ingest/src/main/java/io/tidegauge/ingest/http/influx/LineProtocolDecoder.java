package io.tidegauge.ingest.http.influx;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.Body;
import io.tidegauge.ingest.http.SamplesDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Line protocol to samples. Each field is a sample of the metric {@code measurement_field}, the
 * tags are its labels; characters that names cannot have become underscores. Floats, integers
 * ({@code i}) and unsigned integers ({@code u}) keep their value, booleans are 1 and 0 ("Data types
 * and format"); strings are refused without refusing the line's other fields. A line without a
 * timestamp has the gateway's time. A broken line is refused and the next one is read. One per
 * request.
 */
final class LineProtocolDecoder implements SamplesDecoder {

  private static final byte[] METRIC_TYPE = "metric_type".getBytes(StandardCharsets.UTF_8);
  private static final int MAX_TAGS = 2048;

  private final Precision precision;
  private final long now;
  private final Line line = new Line();
  private final FieldValue value = new FieldValue();
  private int[] tags = new int[64];
  private int tagCount;
  private boolean micrometer;
  private byte[] metric = new byte[256];
  private int measurementLength;

  LineProtocolDecoder(Precision precision, long now) {
    this.precision = precision;
    this.now = now;
  }

  @Override
  public void decode(Body body, RequestSamples target) {
    byte[] bytes = body.bytes();
    int from = 0;
    while (from < body.length() && !target.failed()) {
      int end = Line.endOf(bytes, from, body.length());
      int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
      int start = from;
      while (start < to && (bytes[start] == ' ' || bytes[start] == '\t')) {
        start++;
      }
      if (start < to && bytes[start] != '#') {
        try {
          decodeLine(bytes, start, to, target);
        } catch (MalformedRecordException e) {
          target.refuse(
              RejectReason.MALFORMED, String.valueOf(e.getMessage()), bytes, start, to - start);
        }
      }
      from = end + 1;
    }
  }

  private void decodeLine(byte[] bytes, int from, int to, RequestSamples target) {
    line.reset(bytes, from, to);
    readHead(target);
    int fieldsStart = line.position();
    int timestampStart = skipFields();
    long timestamp;
    try {
      timestamp = timestamp(bytes, timestampStart, to);
    } catch (ArithmeticException e) {
      target.refuse(
          RejectReason.INVALID_TIMESTAMP,
          "the timestamp does not fit; check the precision",
          bytes,
          from,
          to - from);
      return;
    }
    line.reset(bytes, fieldsStart, to);
    while (!line.atEnd() && line.peek() != ' ') {
      readField(bytes, from, to, timestamp, target);
      if (line.peek() == ',') {
        line.skip();
      }
    }
  }

  /** Measurement and tags, up to the first field. */
  private void readHead(RequestSamples target) {
    line.readName(false);
    if (line.length() == 0) {
      throw new MalformedRecordException("the line has no measurement");
    }
    measurementLength = line.length();
    metric = room(metric, measurementLength + 1);
    Names.sanitize(line.text(), measurementLength, metric, 0, true);
    metric[measurementLength++] = '_';
    tagCount = 0;
    micrometer = false;
    while (line.peek() == ',') {
      line.skip();
      readTag(target);
    }
    if (line.peek() != ' ') {
      throw new MalformedRecordException("the line has no fields");
    }
    line.skipSpaces();
  }

  private void readTag(RequestSamples target) {
    line.readName(true);
    if (line.length() == 0 || line.peek() != '=') {
      throw new MalformedRecordException("a tag has no key or no value");
    }
    line.skip();
    micrometer |= Arrays.equals(line.text(), 0, line.length(), METRIC_TYPE, 0, METRIC_TYPE.length);
    byte[] key = new byte[line.length() + 1];
    int keyLength = Names.label(line.text(), line.length(), key);
    int name = target.symbol(key, 0, keyLength);
    line.readText(false);
    if (line.length() == 0) {
      throw new MalformedRecordException("a tag has no value");
    }
    if (tagCount < MAX_TAGS) {
      if (tagCount == tags.length) {
        tags = Arrays.copyOf(tags, tagCount * 2);
      }
      tags[tagCount++] = name;
      tags[tagCount++] = target.symbol(line.text(), 0, line.length());
    }
  }

  /** Checks the form of all fields before any is handed over; gives where the timestamp is. */
  private int skipFields() {
    while (true) {
      line.readName(true);
      if (line.length() == 0 || line.peek() != '=') {
        throw new MalformedRecordException("a field has no key or no value");
      }
      line.skip();
      if (line.peek() == '"') {
        line.skipString();
      } else if (line.skipValue() == line.position()) {
        throw new MalformedRecordException("a field has no value");
      }
      if (line.peek() == ',') {
        line.skip();
        continue;
      }
      if (!line.atEnd() && line.peek() != ' ') {
        throw new MalformedRecordException("after a string comes a comma or a space");
      }
      line.skipSpaces();
      return line.position();
    }
  }

  private long timestamp(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
      end--;
    }
    if (end == from) {
      return now;
    }
    String text = new String(bytes, from, Math.min(end - from, 64), StandardCharsets.ISO_8859_1);
    try {
      return precision.toMillis(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new MalformedRecordException("'" + text + "' is not a timestamp");
    }
  }

  private void readField(byte[] bytes, int from, int to, long timestamp, RequestSamples target) {
    line.readName(true);
    int keyLength = line.length();
    metric = room(metric, measurementLength + keyLength);
    Names.sanitize(line.text(), keyLength, metric, measurementLength, false);
    line.skip();
    target.beginSeries();
    target.name(target.symbol(metric, 0, measurementLength + keyLength));
    for (int i = 0; i < tagCount; i += 2) {
      target.label(tags[i], tags[i + 1]);
    }
    if (micrometer) {
      // Micrometer sends what happened in a step, even where the name ends like a counter's.
      target.kind(MetricKind.GAUGE);
    }
    target.original(bytes, from, to - from);
    if (line.peek() == '"') {
      line.skipString();
      target.refuse(
          RejectReason.UNSUPPORTED_TYPE,
          "a string field is not a number; leave it out or make it a tag",
          timestamp,
          Double.NaN);
      return;
    }
    int start = line.skipValue();
    if (value.parse(bytes, start, line.position())) {
      target.sample(timestamp, value.value());
      target.endSeries();
    } else {
      target.refuse(RejectReason.INVALID_VALUE, value.problem(), timestamp, Double.NaN);
    }
  }

  private static byte[] room(byte[] array, int size) {
    return size <= array.length ? array : Arrays.copyOf(array, Math.max(size, 2 * array.length));
  }
}
