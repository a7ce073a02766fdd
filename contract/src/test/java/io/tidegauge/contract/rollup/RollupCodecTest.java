package io.tidegauge.contract.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.testing.Rollups;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Round trips of rollups and rollup records, alone and against the generated classes. */
class RollupCodecTest {

  @Property
  void aRollupComesBackAsItWasWritten(@ForAll("rollups") Rollup rollup) {
    assertThat(read(write(rollup))).isEqualTo(rollup);
  }

  @Property
  void aRecordComesBackAsItWasWritten(
      @ForAll("rollups") Rollup rollup, @ForAll long high, @ForAll long low, @ForAll MetricKind k) {
    RollupRecord.OfSeries written =
        new RollupRecord.OfSeries("tenant", new SeriesId(high, low), "m", k, rollup);

    assertThat(RollupRecord.read(bytesOf(written))).isEqualTo(written);
    assertThat(written.key()).hasSize(25);
  }

  @Property
  void aMarkComesBackAsItWasWritten(@ForAll long watermark, @ForAll("rollups") Rollup rollup) {
    RollupVersion version =
        new RollupVersion(rollup.version().epoch(), rollup.version().offset(), 0);
    RollupRecord.Mark mark = new RollupRecord.Mark("tenant", watermark, version);

    assertThat(RollupRecord.read(bytesOf(mark))).isEqualTo(mark);
    assertThat(mark.key()).startsWith((byte) 0xFF);
  }

  @Property
  void theGeneratedClassesReadTheSameAndWriteWhatWeRead(@ForAll("rollups") Rollup rollup)
      throws InvalidProtocolBufferException {
    io.tidegauge.v1.Rollup generated = io.tidegauge.v1.Rollup.parseFrom(write(rollup));

    assertThat(generated.getUnknownFields().asMap()).isEmpty();
    assertThat(generated.getWindow()).isEqualTo(rollup.window().ordinal() + 1);
    assertThat(generated.getStart()).isEqualTo(rollup.start());
    assertThat(generated.getVersionOffset()).isEqualTo(rollup.version().offset());
    assertThat(generated.getStateValue()).isEqualTo(rollup.state().ordinal());
    assertThat(generated.getCount()).isEqualTo(rollup.aggregate().count());
    assertThat(generated.getNanCount()).isEqualTo(rollup.aggregate().nanCount());
    assertThat(generated.getSum()).isEqualTo(Double.valueOf(rollup.aggregate().rawSum()));
    assertThat(generated.getIncrease()).isEqualTo(Double.valueOf(rollup.aggregate().increase()));

    assertThat(read(generated.toByteArray())).isEqualTo(rollup);
  }

  @Property
  void theGeneratedClassesReadRecordsAndWriteWhatWeRead(
      @ForAll("rollups") Rollup rollup, @ForAll long high, @ForAll long low, @ForAll MetricKind k)
      throws InvalidProtocolBufferException {
    RollupRecord.OfSeries written =
        new RollupRecord.OfSeries("tenant", new SeriesId(high, low), "m", k, rollup);
    RollupRecord.Mark mark = new RollupRecord.Mark("t", high, rollup.version());

    for (RollupRecord record : List.of(written, mark)) {
      io.tidegauge.v1.RollupRecord generated =
          io.tidegauge.v1.RollupRecord.parseFrom(bytesOf(record));
      assertThat(generated.getUnknownFields().asMap()).isEmpty();
      assertThat(generated.getTenant()).isEqualTo(record.tenant());
      assertThat(RollupRecord.read(generated.toByteArray()))
          .isEqualTo(RollupRecord.read(bytesOf(record)));
    }
  }

  @Test
  void theWireTypeIsChecked() {
    ProtoWriter doubleAsVarint = new ProtoWriter(16);
    doubleAsVarint.varintField(1, 1);
    doubleAsVarint.varintField(9, 123456789);
    doubleAsVarint.bytesField(40, new byte[16]);

    assertThatThrownBy(() -> read(doubleAsVarint.toByteArray()))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("field 9 has wire type 0 instead of 1");
  }

  @Test
  void aMinimumAboveTheMaximumIsRefusedForItWouldBreakQuantiles() {
    byte[] bytes =
        io.tidegauge.v1.Rollup.newBuilder()
            .setWindow(1)
            .setCount(1)
            .setMin(2)
            .setMax(1)
            .build()
            .toByteArray();

    assertThatThrownBy(() -> read(bytes)).hasMessageContaining("minimum 2.0 above maximum 1.0");
  }

  @Test
  void aSketchOutOfOrderOrRangeIsRefused() {
    for (long[] sketch :
        new long[][] {
          {1, ProtoWriter.zigZag(Long.MIN_VALUE), 1},
          {1, ProtoWriter.zigZag(72_001), 1},
          {1, ProtoWriter.zigZag(5), 0},
          {1, ProtoWriter.zigZag(5), -1},
          {2, ProtoWriter.zigZag(5), 1, ProtoWriter.zigZag(0), 1},
          {2, ProtoWriter.zigZag(5), Long.MAX_VALUE, ProtoWriter.zigZag(1), 1},
          {1, ProtoWriter.zigZag(5), 1, 7},
          {Integer.MAX_VALUE}
        }) {
      ProtoWriter out = new ProtoWriter(64);
      for (long varint : sketch) {
        out.varint(varint);
      }
      byte[] bytes =
          io.tidegauge.v1.Rollup.newBuilder()
              .setWindow(1)
              .setCount(1)
              .setSketch(ByteString.copyFrom(out.toByteArray()))
              .build()
              .toByteArray();

      assertThatThrownBy(() -> read(bytes)).isInstanceOf(MalformedRecordException.class);
    }
  }

  @Test
  void versionsCompareByEpochThenOffsetThenRevision() {
    assertThat(
            List.of(
                new RollupVersion(2, 0, 0),
                new RollupVersion(1, 9, 0),
                new RollupVersion(1, 8, 3),
                RollupVersion.NONE))
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Provide
  Arbitrary<Rollup> rollups() {
    return Rollups.rollups();
  }

  private static byte[] write(Rollup rollup) {
    ProtoWriter out = new ProtoWriter(64);
    RollupCodec.write(rollup, out);
    return out.toByteArray();
  }

  private static Rollup read(byte[] bytes) {
    return RollupCodec.read(new ProtoReader().reset(bytes, 0, bytes.length));
  }

  private static byte[] bytesOf(RollupRecord record) {
    ProtoWriter out = new ProtoWriter(64);
    record.write(out);
    return out.toByteArray();
  }
}
