package io.tidegauge.contract.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.prometheus.write.v2.Histogram;
import io.prometheus.write.v2.Metadata;
import io.prometheus.write.v2.Request;
import io.prometheus.write.v2.TimeSeries;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.testing.Sample;
import io.tidegauge.contract.wire.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The samples record: round trips, and against classes generated from the published schema. */
class SamplesRecordTest {

  private static final String TENANT = "tenant";

  @Property
  void whatIsWrittenIsRead(@ForAll("records") List<Series> written) {
    assertThat(TestRecords.read(TestRecords.write(written), TENANT)).isEqualTo(written);
  }

  @Property
  void theGeneratedClassesReadWhatWeWrite(@ForAll("records") List<Series> written)
      throws InvalidProtocolBufferException {
    Request request = Request.parseFrom(TestRecords.write(written));

    assertThat(request.getUnknownFields().asMap()).isEmpty();
    assertThat(request.getSymbols(0)).isEmpty();
    assertThat(request.getSymbolsList()).doesNotHaveDuplicates();
    assertThat(TestRecords.ofGenerated(request)).isEqualTo(written);
  }

  @Property
  void weReadWhatTheGeneratedClassesWrite(@ForAll("records") List<Series> written) {
    byte[] bytes = TestRecords.toGenerated(written).toByteArray();

    assertThat(TestRecords.read(bytes, TENANT)).isEqualTo(written);
  }

  @Property
  void theIdDependsOnTenantAndLabelsOnly(@ForAll("records") List<Series> written) {
    List<SeriesId> ids = written.stream().map(s -> SeriesHasher.of(TENANT, s.labels())).toList();

    assertThat(TestRecords.ids(TestRecords.write(written), TENANT)).isEqualTo(ids);
    assertThat(TestRecords.ids(TestRecords.toGenerated(written).toByteArray(), TENANT))
        .isEqualTo(ids);
    byte[] reversed = TestRecords.write(written.reversed());
    assertThat(TestRecords.ids(reversed, TENANT)).isEqualTo(ids.reversed());
  }

  @Property
  void labelsAsSharedSymbolsGiveTheSameBytes(
      @ForAll("records") List<Series> first, @ForAll("records") List<Series> second) {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    Map<String, Symbol> shared = new HashMap<>();

    for (List<Series> record : List.of(first, second, first)) {
      assertThat(TestRecords.write(writer, record, shared)).isEqualTo(TestRecords.write(record));
      writer.reset();
    }
  }

  @Property
  void symbolsThatAreEqualButNotTheSameAreOneInTheRecord(@ForAll("records") List<Series> record) {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    Map<String, Symbol> once = new HashMap<>();
    Map<String, Symbol> again = new HashMap<>();

    TestRecords.write(writer, record, once);
    byte[] twice = TestRecords.write(writer, record, again);

    List<Series> both = new ArrayList<>(record);
    both.addAll(record);
    assertThat(twice).isEqualTo(TestRecords.write(both));
  }

  @Test
  void oneReaderGoesFromTenantToTenantAndRecordToRecord() {
    List<Series> one = List.of(Series.gauge(Labels.of("a"), new Sample(1, 1)));
    List<Series> two = List.of(Series.gauge(Labels.of("b", "x", "y"), new Sample(2, 2)));
    SamplesRecordReader reader = new SamplesRecordReader();

    for (String tenant : List.of("t", "u", "t")) {
      for (List<Series> record : List.of(one, two)) {
        byte[] bytes = TestRecords.write(record);
        assertThat(TestRecords.ids(reader, bytes, tenant))
            .containsExactly(SeriesHasher.of(tenant, record.getFirst().labels()));
      }
    }
  }

  @Test
  void everyBitOfANanIsKept() {
    for (long bits :
        new long[] {0x7ff0000000000002L, 0x7ff8000000000001L, 0xfff8dead00000000L, 1L << 63}) {
      Sample sample = new Sample(-1, Double.longBitsToDouble(bits));
      byte[] bytes = TestRecords.write(List.of(Series.gauge(Labels.of("m"), sample)));

      double read = TestRecords.read(bytes, TENANT).getFirst().samples().getFirst().value();
      assertThat(Double.doubleToRawLongBits(read)).isEqualTo(bits);
    }
  }

  @Test
  void histogramsExemplarsAndUnknownFieldsAreSkipped() {
    Request request =
        Request.newBuilder()
            .addSymbols("")
            .addSymbols("__name__")
            .addSymbols("m")
            .addTimeseries(
                TimeSeries.newBuilder()
                    .addHistograms(Histogram.newBuilder().setCountInt(3).addCustomValues(1))
                    .addLabelsRefs(1)
                    .addLabelsRefs(2)
                    .setCreatedTimestamp(5)
                    .setMetadata(
                        Metadata.newBuilder().setType(Metadata.MetricType.METRIC_TYPE_COUNTER)))
            .build();

    List<Series> read = TestRecords.read(request.toByteArray(), TENANT);

    assertThat(read).hasSize(1);
    assertThat(read.getFirst().labels()).isEqualTo(Labels.of("m"));
    assertThat(read.getFirst().metadataType()).isEqualTo(1);
    assertThat(read.getFirst().samples()).isEmpty();
  }

  @Test
  void aSeriesWithoutAnythingIsReadByAReaderThatWasUsedBefore() {
    SamplesRecordReader reader = new SamplesRecordReader();
    byte[] first = TestRecords.write(List.of(Series.gauge(Labels.of("m"), new Sample(1, 1))));
    reader.reset(new byte[100], 100, 0, TENANT);
    byte[] padded = new byte[first.length + 1000];
    System.arraycopy(first, 0, padded, 1000, first.length);
    reader.reset(padded, 1000, first.length, TENANT);
    byte[] bare =
        Request.newBuilder().addTimeseries(TimeSeries.getDefaultInstance()).build().toByteArray();

    reader.reset(bare, 0, bare.length, TENANT);

    assertThat(reader.nextSeries()).isTrue();
    assertThat(reader.unit()).isEmpty();
    assertThat(reader.help()).isEmpty();
    assertThat(reader.labels().size()).isZero();
    assertThat(reader.nextSample()).isFalse();
  }

  @Test
  void brokenReferencesAreRefused() {
    TimeSeries odd = TimeSeries.newBuilder().addLabelsRefs(0).build();
    TimeSeries outside = TimeSeries.newBuilder().addLabelsRefs(0).addLabelsRefs(9).build();
    TimeSeries unit =
        TimeSeries.newBuilder().setMetadata(Metadata.newBuilder().setUnitRef(7)).build();

    for (TimeSeries series : List.of(odd, outside, unit)) {
      byte[] bytes =
          Request.newBuilder().addSymbols("").addTimeseries(series).build().toByteArray();
      assertThatThrownBy(() -> TestRecords.read(bytes, TENANT))
          .isInstanceOf(MalformedRecordException.class);
    }
    byte[] noEmptySymbol = Request.newBuilder().addSymbols("x").build().toByteArray();
    assertThatThrownBy(() -> TestRecords.read(noEmptySymbol, TENANT))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("first symbol must be the empty string");
  }

  @Test
  void theWriterCountsAndStartsOver() {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    List<Series> some =
        List.of(Series.gauge(Labels.of("m", "a", "b"), new Sample(1, 1), new Sample(2, 2)));
    byte[] first = TestRecords.write(writer, some);
    assertThat(writer.seriesCount()).isEqualTo(1);
    assertThat(writer.sampleCount()).isEqualTo(2);
    assertThat(writer.size()).isBetween(first.length - 20, first.length + 20);

    writer.reset();
    assertThat(writer.seriesCount()).isZero();
    assertThat(TestRecords.write(writer, some)).isEqualTo(first);
  }

  @Test
  void labelsOutOfOrderAreAMistakeOfTheCaller() {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    int a = writer.symbol(new byte[] {'a'}, 0, 1);
    int b = writer.symbol(new byte[] {'b'}, 0, 1);
    writer.beginSeries();
    writer.label(b, a);

    assertThatThrownBy(() -> writer.label(a, b)).isInstanceOf(AssertionError.class);
  }

  @Test
  void manySymbolsAndLargeRecordsGrow() {
    List<Series> many =
        java.util.stream.IntStream.range(0, 20_000)
            .mapToObj(i -> Series.gauge(Labels.of("m" + i, "l", "v".repeat(100)), new Sample(i, i)))
            .toList();

    byte[] bytes = TestRecords.write(many);
    assertThat(TestRecords.read(bytes, TENANT)).isEqualTo(many);
  }

  @Provide
  Arbitrary<List<Series>> records() {
    return TestRecords.records();
  }
}
