package io.tidegauge.contract.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoWriter;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The live batch: round trips, alone and against the generated classes. */
class LiveCodecTest {

  @Property
  void aBatchComesBackAsItWasWritten(@ForAll("batches") LiveBatch batch) {
    assertThat(LiveCodec.decode(LiveCodec.encode(batch))).isEqualTo(batch);
  }

  @Property
  void theGeneratedClassesReadTheSameAndWriteWhatWeRead(@ForAll("batches") LiveBatch batch)
      throws InvalidProtocolBufferException {
    io.tidegauge.v1.LiveBatch generated =
        io.tidegauge.v1.LiveBatch.parseFrom(LiveCodec.encode(batch));

    assertThat(generated.getUnknownFields().asMap()).isEmpty();
    assertThat(generated.getTenant()).isEqualTo(batch.tenant());
    assertThat(generated.getOffset()).isEqualTo(batch.offset());
    assertThat(generated.hasWatermark()).isEqualTo(batch.watermark() != LiveBatch.UNKNOWN);
    assertThat(generated.hasStored()).isEqualTo(batch.stored() != LiveBatch.UNKNOWN);
    assertThat(generated.getSymbolsList()).doesNotHaveDuplicates();
    for (int i = 0; i < batch.series().size(); i++) {
      assertThat(generated.getSeries(i).getSeriesHigh())
          .isEqualTo(batch.series().get(i).series().high());
      assertThat(generated.getSeries(i).getLabelRefsCount())
          .isEqualTo(2 * batch.series().get(i).labels().size());
      assertThat(generated.getSeries(i).getEnded()).isEqualTo(batch.series().get(i).ended());
      assertThat(generated.getSeries(i).getWindowsCount())
          .isEqualTo(batch.series().get(i).windows().size());
    }
    assertThat(LiveCodec.decode(generated.toByteArray())).isEqualTo(batch);
  }

  /** The concatenation of two messages is a message. */
  @Property
  void fieldsMayComeInAnyOrder(@ForAll("batches") LiveBatch batch)
      throws InvalidProtocolBufferException {
    io.tidegauge.v1.LiveBatch whole = io.tidegauge.v1.LiveBatch.parseFrom(LiveCodec.encode(batch));
    ByteString series =
        io.tidegauge.v1.LiveBatch.newBuilder()
            .setFormat(whole.getFormat())
            .addAllSeries(whole.getSeriesList())
            .build()
            .toByteString();
    ByteString others = whole.toBuilder().clearSeries().build().toByteString();

    assertThat(LiveCodec.decode(series.concat(others).toByteArray())).isEqualTo(batch);
  }

  @Test
  void theWireTypeIsChecked() {
    ProtoWriter offsetAsFixed = new ProtoWriter(16);
    offsetAsFixed.fixed64Field(3, 1);

    assertThatThrownBy(() -> LiveCodec.decode(offsetAsFixed.toByteArray()))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("field 3 has wire type 1 instead of 0");
  }

  @Test
  void aLabelWithoutItsSymbolIsRefused() {
    byte[] bytes =
        io.tidegauge.v1.LiveBatch.newBuilder()
            .addSeries(io.tidegauge.v1.LiveSeries.newBuilder().addLabelRefs(0).addLabelRefs(1))
            .build()
            .toByteArray();

    assertThatThrownBy(() -> LiveCodec.decode(bytes))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("symbol 0 of 0");
  }

  @Provide
  Arbitrary<LiveBatch> batches() {
    return TestBatches.batches();
  }
}
