package io.tidegauge.loadtest.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.prometheus.write.v1.Sample;
import io.prometheus.write.v1.TimeSeries;
import io.prometheus.write.v1.WriteRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is patched is what a decoder of the published schema reads. */
class BodyTemplateTest {

  private static final long T0 = 1_700_000_000_000L;
  private static final int FIRST = 70;
  private static final int COUNT = 300;

  private final SeriesSpec spec = new SeriesSpec(6, List.of(40, 9, 4, 3, 12), 42, ValueMix.MIXED);
  private final SeriesLabels labels = new SeriesLabels(spec);

  private BodyTemplate template() {
    return new BodyTemplate(labels, FIRST, COUNT, spec.seed());
  }

  @Test
  void eachPatchedBodyIsExactlyTheSamplesMeant() throws InvalidProtocolBufferException {
    BodyTemplate template = template();
    for (int step = 0; step < 50; step++) {
      long timestamp = T0 + step * 15_000L + step % 7;

      template.patch(timestamp);

      WriteRequest request = WriteRequest.parseFrom(template.bytes());
      assertThat(request.getTimeseriesCount()).isEqualTo(COUNT).isEqualTo(template.samples());
      for (int i = 0; i < COUNT; i++) {
        TimeSeries series = request.getTimeseries(i);
        assertThat(labelsOf(series)).isEqualTo(labels.of(FIRST + i));
        assertThat(series.getSamplesList())
            .containsExactly(
                Sample.newBuilder().setValue(template.value(i)).setTimestamp(timestamp).build());
      }
      assertThat(request.getUnknownFields().asMap()).isEmpty();
    }
  }

  @Test
  void valuesFollowTheirMetric() {
    BodyTemplate template = template();
    double[] before = new double[COUNT];
    boolean[] moved = new boolean[COUNT];
    for (int step = 0; step < 100; step++) {
      template.patch(T0 + step);
      for (int i = 0; i < COUNT; i++) {
        double value = template.value(i);
        moved[i] |= step > 0 && value != before[i];
        switch (labels.kind(FIRST + i)) {
          case COUNTER -> assertThat(value).isGreaterThanOrEqualTo(before[i]);
          case PERCENTAGE -> assertThat(value).isBetween(0.0, 100.0);
          case LATENCY -> assertThat(value).isBetween(0.0005, 0.5);
          case LENGTH -> assertThat(value).isBetween(0.0, 999.0).isEqualTo(Math.rint(value));
          case CONSTANT -> assertThat(step == 0 || value == before[i]).isTrue();
        }
        before[i] = value;
      }
    }
    for (int i = 0; i < COUNT; i++) {
      assertThat(moved[i]).isEqualTo(labels.kind(FIRST + i) != ValueKind.CONSTANT);
    }
  }

  @Test
  void theSameSeedGivesTheSameBodies() {
    BodyTemplate one = template();
    BodyTemplate other = template();
    BodyTemplate another = new BodyTemplate(labels, FIRST, COUNT, spec.seed() + 1);
    for (int step = 0; step < 3; step++) {
      one.patch(T0 + step);
      other.patch(T0 + step);
      another.patch(T0 + step);
    }
    assertThat(one.bytes()).isEqualTo(other.bytes()).isNotEqualTo(another.bytes());
  }

  @Test
  void aTimestampThatIsNoVarintOfSixBytesIsRefused() throws InvalidProtocolBufferException {
    BodyTemplate template = template();
    template.patch((1L << 42) - 1);
    assertThat(WriteRequest.parseFrom(template.bytes()).getTimeseries(0).getSamples(0))
        .extracting(Sample::getTimestamp)
        .isEqualTo((1L << 42) - 1);

    assertThatThrownBy(() -> template.patch(1L << 42)).hasMessageContaining("six bytes");
    assertThatThrownBy(() -> template.patch((1L << 35) - 1)).hasMessageContaining("six bytes");
  }

  private static List<SeriesLabels.Label> labelsOf(TimeSeries series) {
    return series.getLabelsList().stream()
        .map(label -> new SeriesLabels.Label(label.getName(), label.getValue()))
        .toList();
  }
}
