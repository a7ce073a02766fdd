package io.tidegauge.contract.samples;

import io.prometheus.write.v2.Metadata;
import io.prometheus.write.v2.Request;
import io.prometheus.write.v2.TimeSeries;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.testing.Rollups;
import io.tidegauge.contract.testing.Sample;
import io.tidegauge.contract.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Samples records as lists of objects, through our codec and through the generated classes. */
public final class TestRecords {

  private TestRecords() {}

  static Arbitrary<List<Series>> records() {
    Arbitrary<String> texts = Arbitraries.strings().ascii().ofMaxLength(10);
    Arbitrary<List<Sample>> samples =
        Combinators.combine(Arbitraries.longs(), Samples.anyValues())
            .as(Sample::new)
            .list()
            .ofMaxSize(10);
    return Combinators.combine(
            Rollups.labels(), Arbitraries.integers().between(0, 7), texts, texts, samples)
        .as(Series::new)
        .list()
        .ofMaxSize(8);
  }

  /** Bytes of records with any content. */
  public static Arbitrary<byte[]> bytes() {
    return records().map(TestRecords::write);
  }

  /** Reads all there is, so that any error comes out. */
  public static void readAll(byte[] bytes) {
    read(bytes, "t");
  }

  static byte[] write(List<Series> record) {
    return write(new SamplesRecordWriter(), record);
  }

  static byte[] write(SamplesRecordWriter writer, List<Series> record) {
    for (Series series : record) {
      writer.beginSeries();
      Labels labels = series.labels();
      for (int i = 0; i < labels.size(); i++) {
        writer.label(symbol(writer, labels.name(i)), symbol(writer, labels.value(i)));
      }
      writer.metadata(
          series.metadataType(), symbol(writer, series.help()), symbol(writer, series.unit()));
      series.samples().forEach(s -> writer.sample(s.timestamp(), s.value()));
      writer.endSeries();
    }
    return writer.toByteArray();
  }

  /** With the labels of most series as shared symbols. */
  static byte[] write(SamplesRecordWriter writer, List<Series> record, Map<String, Symbol> shared) {
    for (int n = 0; n < record.size(); n++) {
      Series series = record.get(n);
      Labels labels = series.labels();
      writer.beginSeries();
      for (int i = 0; i < labels.size(); i++) {
        if (n % 3 == 2) {
          writer.label(symbol(writer, labels.name(i)), symbol(writer, labels.value(i)));
        } else {
          writer.label(shared(shared, labels.name(i)), shared(shared, labels.value(i)));
        }
      }
      writer.metadata(
          series.metadataType(), symbol(writer, series.help()), symbol(writer, series.unit()));
      series.samples().forEach(s -> writer.sample(s.timestamp(), s.value()));
      writer.endSeries();
    }
    return writer.toByteArray();
  }

  private static Symbol shared(Map<String, Symbol> shared, String text) {
    return shared.computeIfAbsent(
        text,
        key -> {
          byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
          SeriesHasher hasher = new SeriesHasher();
          hasher.hash(bytes, 0, bytes.length);
          return new Symbol(bytes, 0, bytes.length, hasher.low());
        });
  }

  static List<Series> read(byte[] bytes, String tenant) {
    SamplesRecordReader reader = new SamplesRecordReader();
    reader.reset(bytes, 0, bytes.length, tenant);
    List<Series> record = new ArrayList<>();
    while (reader.nextSeries()) {
      Labels labels = reader.labels();
      int type = reader.metadataType();
      String unit = reader.unit();
      String help = reader.help();
      List<Sample> samples = new ArrayList<>();
      while (reader.nextSample()) {
        samples.add(new Sample(reader.timestamp(), reader.value()));
      }
      record.add(new Series(labels, type, unit, help, samples));
    }
    return record;
  }

  static List<SeriesId> ids(byte[] bytes, String tenant) {
    return ids(new SamplesRecordReader(), bytes, tenant);
  }

  static List<SeriesId> ids(SamplesRecordReader reader, byte[] bytes, String tenant) {
    reader.reset(bytes, 0, bytes.length, tenant);
    List<SeriesId> ids = new ArrayList<>();
    while (reader.nextSeries()) {
      ids.add(new SeriesId(reader.seriesIdHigh(), reader.seriesIdLow()));
    }
    return ids;
  }

  static List<Series> ofGenerated(Request request) {
    return request.getTimeseriesList().stream()
        .map(
            s -> {
              Map<String, String> labels = new LinkedHashMap<>();
              for (int i = 0; i < s.getLabelsRefsCount(); i += 2) {
                labels.put(
                    request.getSymbols(s.getLabelsRefs(i)),
                    request.getSymbols(s.getLabelsRefs(i + 1)));
              }
              return new Series(
                  Labels.of(labels),
                  s.getMetadata().getTypeValue(),
                  request.getSymbols(s.getMetadata().getUnitRef()),
                  request.getSymbols(s.getMetadata().getHelpRef()),
                  s.getSamplesList().stream()
                      .map(x -> new Sample(x.getTimestamp(), x.getValue()))
                      .toList());
            })
        .toList();
  }

  static Request toGenerated(List<Series> record) {
    List<String> symbols = new ArrayList<>(List.of(""));
    Request.Builder request = Request.newBuilder();
    for (Series series : record) {
      TimeSeries.Builder generated = TimeSeries.newBuilder();
      Labels labels = series.labels();
      for (int i = 0; i < labels.size(); i++) {
        generated.addLabelsRefs(ref(symbols, labels.name(i)));
        generated.addLabelsRefs(ref(symbols, labels.value(i)));
      }
      series
          .samples()
          .forEach(
              s -> generated.addSamplesBuilder().setTimestamp(s.timestamp()).setValue(s.value()));
      generated.setMetadata(
          Metadata.newBuilder()
              .setTypeValue(series.metadataType())
              .setHelpRef(ref(symbols, series.help()))
              .setUnitRef(ref(symbols, series.unit())));
      request.addTimeseries(generated);
    }
    return request.addAllSymbols(symbols).build();
  }

  private static int symbol(SamplesRecordWriter writer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return writer.symbol(bytes, 0, bytes.length);
  }

  private static int ref(List<String> symbols, String text) {
    int ref = symbols.indexOf(text);
    if (ref < 0) {
      ref = symbols.size();
      symbols.add(text);
    }
    return ref;
  }
}
