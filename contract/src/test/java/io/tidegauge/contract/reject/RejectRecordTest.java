package io.tidegauge.contract.reject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidegauge.contract.wire.MalformedRecordException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import org.junit.jupiter.api.Test;

/** The reject record: round trips, alone and against the generated classes. */
class RejectRecordTest {

  @Property
  void aRecordComesBackAsItWasWritten(
      @ForAll RejectReason reason,
      @ForAll @NumericChars String text,
      @ForAll long received,
      @ForAll long timestamp,
      @ForAll long bits,
      @ForAll byte[] original,
      @ForAll @IntRange(max = 1 << 20) int cutOff)
      throws InvalidProtocolBufferException {
    RejectRecord record =
        new RejectRecord(
            "tenant",
            reason,
            "influx",
            text,
            received,
            "change it",
            text,
            timestamp,
            Double.longBitsToDouble(bits),
            original,
            original.length + cutOff);
    io.tidegauge.v1.Reject generated = io.tidegauge.v1.Reject.parseFrom(record.encode());

    assertThat(generated.getUnknownFields().asMap()).isEmpty();
    assertThat(generated.getReason()).isEqualTo(reason.label());
    assertThat(generated.getReceived()).isEqualTo(received);
    for (byte[] bytes : new byte[][] {record.encode(), generated.toByteArray()}) {
      assertThat(RejectRecord.decode(bytes))
          .usingRecursiveComparison()
          .withEqualsForType(
              (a, b) -> Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b),
              Double.class)
          .isEqualTo(record);
    }
  }

  @Test
  void aRecordWithoutAValueHasNone() {
    byte[] bytes = io.tidegauge.v1.Reject.newBuilder().setReason("malformed").build().toByteArray();

    assertThat(RejectRecord.decode(bytes).value()).isNaN();
  }

  @Test
  void reasonsAreWordsThatComeBack() {
    for (RejectReason reason : RejectReason.values()) {
      assertThat(RejectReason.ofLabel(reason.label())).isEqualTo(reason);
      assertThat(reason.label()).matches("[a-z]+(_[a-z]+)*");
    }
  }

  @Test
  void anUnknownReasonIsMalformed() {
    byte[] bytes = io.tidegauge.v1.Reject.newBuilder().setReason("moon").build().toByteArray();

    assertThatThrownBy(() -> RejectRecord.decode(bytes))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("'moon'");
  }
}
