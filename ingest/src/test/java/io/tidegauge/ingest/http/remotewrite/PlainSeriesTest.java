package io.tidegauge.ingest.http.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.write.v1.Label;
import io.prometheus.write.v1.Sample;
import io.prometheus.write.v1.TimeSeries;
import io.tidegauge.contract.wire.ProtoReader;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PlainSeriesTest {

  private static final Sample SAMPLE = Sample.newBuilder().setTimestamp(1).setValue(2).build();

  @Property
  void labelsEndWhereTheSamplesBegin(
      @ForAll @StringLength(max = 300) String value,
      @ForAll @IntRange(min = 1, max = 5) int labels,
      @ForAll @IntRange(min = 1, max = 3) int samples) {
    TimeSeries.Builder series = TimeSeries.newBuilder();
    for (int i = 0; i < labels; i++) {
      series.addLabels(Label.newBuilder().setName("label" + i).setValue(value));
    }
    int end = series.build().getSerializedSize();
    for (int i = 0; i < samples; i++) {
      series.addSamples(SAMPLE);
    }

    assertThat(labelsEnd(series.build())).isEqualTo(end);
  }

  @Test
  void anyOtherShapeIsNotPlain() {
    Label label = Label.newBuilder().setName("a").setValue("b").build();
    TimeSeries labels = TimeSeries.newBuilder().addLabels(label).build();
    TimeSeries samples = TimeSeries.newBuilder().addSamples(SAMPLE).build();
    TimeSeries plain = labels.toBuilder().addSamples(SAMPLE).build();
    byte[] withExemplar = Arrays.copyOf(plain.toByteArray(), plain.getSerializedSize() + 2);
    withExemplar[withExemplar.length - 2] = (3 << 3) | ProtoReader.LENGTH_DELIMITED;

    assertThat(labelsEnd(TimeSeries.getDefaultInstance())).isEqualTo(-1);
    assertThat(labelsEnd(labels)).isEqualTo(-1);
    assertThat(labelsEnd(samples)).isEqualTo(-1);
    assertThat(labelsEnd(withExemplar)).isEqualTo(-1);
    assertThat(labelsEnd(plain)).isEqualTo(labels.getSerializedSize());
  }

  /** What is plain, any reader of protobuf reads in the same way. */
  @Property
  void whatIsPlainIsLabelsAndThenSamples(@ForAll("bodies") byte[] bytes) {
    int labelsEnd = PlainSeries.labelsEnd(bytes, 0, bytes.length);

    if (labelsEnd >= 0) {
      ProtoReader in = new ProtoReader().reset(bytes, 0, bytes.length);
      while (in.nextField()) {
        in.skip();
        assertThat(in.fieldNumber()).isEqualTo(in.position() <= labelsEnd ? 1 : 2);
        assertThat(in.wireType()).isEqualTo(ProtoReader.LENGTH_DELIMITED);
      }
    }
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    return Arbitraries.of((byte) 10, (byte) 18, (byte) 0, (byte) 1, (byte) 2, (byte) -127)
        .array(byte[].class)
        .ofMaxSize(30);
  }

  private static int labelsEnd(TimeSeries series) {
    return labelsEnd(series.toByteArray());
  }

  /** In the middle of a body. */
  private static int labelsEnd(byte[] bytes) {
    byte[] body = new byte[bytes.length + 9];
    System.arraycopy(bytes, 0, body, 5, bytes.length);
    int end = PlainSeries.labelsEnd(body, 5, 5 + bytes.length);
    return end < 0 ? end : end - 5;
  }
}
