package io.tidegauge.ingest.testing;

import com.google.protobuf.MessageLite;
import io.prometheus.write.v1.Label;
import io.prometheus.write.v2.Request;
import io.prometheus.write.v2.TimeSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xerial.snappy.Snappy;

/** Builds Remote-Write requests with the classes generated from the published schemas. */
public final class RemoteWrite {

  public static final String V1 = "application/x-protobuf";
  public static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

  private RemoteWrite() {}

  public static byte[] snappy(MessageLite message) {
    return snappy(message.toByteArray());
  }

  public static byte[] snappy(byte[] bytes) {
    try {
      return Snappy.compress(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Messages as the native stream takes them: each with its length before it. */
  public static byte[] frames(MessageLite... messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (MessageLite message : messages) {
        message.writeDelimitedTo(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The labels of a 1.0 series; alternating names and values. */
  public static List<Label> labels(String metric, String... more) {
    List<Label> labels = new ArrayList<>();
    labels.add(Label.newBuilder().setName("__name__").setValue(metric).build());
    for (int i = 0; i < more.length; i += 2) {
      labels.add(Label.newBuilder().setName(more[i]).setValue(more[i + 1]).build());
    }
    return labels;
  }

  /** Builds a 2.0 request with its symbols. */
  public static final class V2Builder {

    private final Map<String, Integer> symbols = new LinkedHashMap<>();
    private final List<TimeSeries> series = new ArrayList<>();

    public V2Builder() {
      symbols.put("", 0);
    }

    public int symbol(String text) {
      return symbols.computeIfAbsent(text, key -> symbols.size());
    }

    /** A series with its labels; alternating names and values. */
    public TimeSeries.Builder series(String metric, String... more) {
      TimeSeries.Builder each =
          TimeSeries.newBuilder().addLabelsRefs(symbol("__name__")).addLabelsRefs(symbol(metric));
      for (String text : more) {
        each.addLabelsRefs(symbol(text));
      }
      return each;
    }

    public V2Builder add(TimeSeries.Builder each) {
      series.add(each.build());
      return this;
    }

    public Request build() {
      return Request.newBuilder().addAllSymbols(symbols.keySet()).addAllTimeseries(series).build();
    }
  }
}
