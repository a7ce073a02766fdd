package io.tidegauge.cli.output;

import io.tidegauge.contract.series.Labels;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON objects, one a line (NDJSON). Times are RFC 3339 in UTC; numbers that JSON cannot hold are
 * the strings {@code "NaN"}, {@code "+Inf"} and {@code "-Inf"}. Not thread-safe.
 */
public final class JsonLines {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().rootValueSeparator((String) null).build();

  private final JsonGenerator json;
  private final long limit;
  private long lines;

  /**
   * Lines to a stream.
   *
   * @param limit after how many lines {@link #isFull} says so
   */
  public JsonLines(OutputStream out, long limit) {
    this.json = FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    this.limit = limit;
  }

  /**
   * Standard output, past System.out, which does not say that nobody reads any more.
   *
   * @param limit after how many lines {@link #isFull} says so
   */
  public static JsonLines toStandardOutput(long limit) {
    return new JsonLines(new FileOutputStream(FileDescriptor.out), limit);
  }

  /** Writes one line, or nothing where there are as many as wanted. */
  public void line(Line line) {
    if (isFull()) {
      return;
    }
    try {
      json.writeStartObject();
      line.write(this);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (JacksonException e) {
      throw closed(e);
    }
    lines++;
  }

  /** What is in a line. */
  @FunctionalInterface
  public interface Line {

    /** Writes the properties of the object. */
    void write(JsonLines out);
  }

  /** Whether there are as many lines as wanted. */
  public boolean isFull() {
    return lines >= limit;
  }

  /** Passes on what has been written. */
  public void flush() {
    try {
      json.flush();
    } catch (JacksonException e) {
      throw closed(e);
    }
  }

  /** A text. */
  public void text(String name, String value) {
    json.writeStringProperty(name, value);
  }

  /** A text, left out where it is empty. */
  public void textUnlessEmpty(String name, String value) {
    if (!value.isEmpty()) {
      text(name, value);
    }
  }

  /** A whole number. */
  public void number(String name, long value) {
    json.writeNumberProperty(name, value);
  }

  /** A number. */
  public void number(String name, double value) {
    if (Double.isFinite(value)) {
      json.writeNumberProperty(name, value);
    } else {
      text(name, Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
    }
  }

  /** A truth value. */
  public void flag(String name, boolean value) {
    json.writeBooleanProperty(name, value);
  }

  /** A time, ms since the epoch. */
  public void time(String name, long millis) {
    text(name, Instant.ofEpochMilli(millis).toString());
  }

  /** Labels as an object, without the metric name. */
  public void labels(String name, Labels labels) {
    object(
        name,
        out -> {
          for (int i = 0; i < labels.size(); i++) {
            if (!labels.name(i).equals(Labels.NAME)) {
              text(labels.name(i), labels.value(i));
            }
          }
        });
  }

  /** An object in the object. */
  public void object(String name, Line line) {
    json.writeName(name);
    json.writeStartObject();
    line.write(this);
    json.writeEndObject();
  }

  /** An array of objects. */
  public <T> void array(String name, Iterable<T> elements, BiConsumer<T, JsonLines> writer) {
    json.writeName(name);
    json.writeStartArray();
    for (T element : elements) {
      json.writeStartObject();
      writer.accept(element, this);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static RuntimeException closed(JacksonException e) {
    return e instanceof JacksonIOException ? new OutputClosedException(e) : e;
  }
}
