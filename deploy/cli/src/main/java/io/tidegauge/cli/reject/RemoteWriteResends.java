package io.tidegauge.cli.reject;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xerial.snappy.Snappy;

/**
 * Remote-Write (prometheus.io/docs/specs/prw): the original is one TimeSeries message of the
 * request, of which the refused sample alone is sent.
 */
final class RemoteWriteResends {

  private static final int LABEL_1 = 1;
  private static final int SAMPLE = 2;
  private static final int METADATA_2 = 5;

  private RemoteWriteResends() {}

  static Resend ofVersion1(RejectRecord reject) {
    if (reject.series().isEmpty()) {
      return request("application/x-protobuf", "0.1.0", reject.original());
    }
    ProtoWriter series = new ProtoWriter(256);
    try {
      ProtoReader in = reader(reject);
      while (in.nextField()) {
        if (in.fieldNumber() == LABEL_1) {
          series.bytesField(LABEL_1, in.bytesField());
        } else {
          in.skip();
        }
      }
      if (!writeSample(reject, series)) {
        return noSample();
      }
    } catch (MalformedRecordException e) {
      return noSeries(e);
    }
    return request("application/x-protobuf", "0.1.0", in(1, series));
  }

  static Resend ofVersion2(RejectRecord reject) {
    SeriesText labels = SeriesText.parse(reject.series());
    if (labels == null) {
      return new Resend.Impossible(
          "its labels cannot be told: the original refers to symbols of its request, and they are"
              + " not in its text; send it from its source");
    }
    ProtoWriter series = new ProtoWriter(256);
    Map<String, Integer> symbols = new LinkedHashMap<>();
    symbols.put("", 0);
    int refs = series.beginMessage(1);
    for (String text : labels.pairs()) {
      Integer ref = symbols.get(text);
      if (ref == null) {
        ref = symbols.size();
        symbols.put(text, ref);
      }
      series.varint(ref);
    }
    series.endMessage(refs);
    try {
      if (!writeSample(reject, series)) {
        return noSample();
      }
      int metadata = series.beginMessage(METADATA_2);
      series.varintField(1, metadataType(reject));
      series.endMessage(metadata);
    } catch (MalformedRecordException e) {
      return noSeries(e);
    }
    ProtoWriter body = new ProtoWriter(512);
    symbols.keySet().forEach(symbol -> body.bytesField(4, symbol.getBytes(StandardCharsets.UTF_8)));
    byte[] message = in(5, series);
    body.bytes(message, 0, message.length);
    return request(
        "application/x-protobuf;proto=io.prometheus.write.v2.Request", "2.0.0", body.toByteArray());
  }

  /** Every bit of the value is kept: it is copied, not read. */
  private static boolean writeSample(RejectRecord reject, ProtoWriter series) {
    ProtoReader in = reader(reject);
    while (in.nextField()) {
      if (in.fieldNumber() == SAMPLE) {
        byte[] sample = in.bytesField();
        if (timestamp(sample) == reject.timestamp()) {
          series.bytesField(SAMPLE, sample);
          return true;
        }
      } else {
        in.skip();
      }
    }
    return false;
  }

  private static long timestamp(byte[] sample) {
    ProtoReader in = new ProtoReader().reset(sample, 0, sample.length);
    long timestamp = 0;
    while (in.nextField()) {
      if (in.fieldNumber() == 2) {
        timestamp = in.varintField();
      } else {
        in.skip();
      }
    }
    return timestamp;
  }

  private static long metadataType(RejectRecord reject) {
    ProtoReader in = reader(reject);
    long type = 0;
    while (in.nextField()) {
      if (in.fieldNumber() == METADATA_2) {
        int outer = in.enter();
        while (in.nextField()) {
          if (in.fieldNumber() == 1) {
            type = in.varintField();
          } else {
            in.skip();
          }
        }
        in.leave(outer);
      } else {
        in.skip();
      }
    }
    return type;
  }

  private static ProtoReader reader(RejectRecord reject) {
    return new ProtoReader().reset(reject.original(), 0, reject.original().length);
  }

  private static byte[] in(int field, ProtoWriter message) {
    ProtoWriter out = new ProtoWriter(message.size() + 8);
    out.bytesField(field, message.buffer(), 0, message.size());
    return out.toByteArray();
  }

  private static Resend request(String type, String version, byte[] body) {
    try {
      return new Resend.Request(
          "/api/v1/write",
          Map.of(
              "Content-Type",
              type,
              "Content-Encoding",
              "snappy",
              "X-Prometheus-Remote-Write-Version",
              version),
          Snappy.compress(body));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compress", e);
    }
  }

  private static Resend noSample() {
    return new Resend.Impossible(
        "its original has no such sample (a native histogram's parts cannot be sent one by one);"
            + " send it from its source");
  }

  private static Resend noSeries(MalformedRecordException cause) {
    return new Resend.Impossible("its original is no series: " + List.of(cause.getMessage() + ""));
  }
}
