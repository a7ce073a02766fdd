package io.tidegauge.contract.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.wire.MalformedRecordException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The records of the revisions topic: round trips, alone and against the generated classes. */
class RevisionRecordTest {

  @Property
  void aRecordComesBackAsItWasWritten(@ForAll("revisions") RevisionRecord record)
      throws InvalidProtocolBufferException {
    io.tidegauge.v1.Revision generated = io.tidegauge.v1.Revision.parseFrom(record.encode());

    assertThat(generated.getUnknownFields().asMap()).isEmpty();
    assertThat(generated.getLabelsCount()).isEqualTo(2 * record.labels().size());
    assertThat(RevisionRecord.decode(record.encode())).isEqualTo(record);
    assertThat(RevisionRecord.decode(generated.toByteArray())).isEqualTo(record);
  }

  @Property
  void aResultGoesOnToTheRollupsTopicUnderTheSameKey(@ForAll("revisions") RevisionRecord record) {
    if (record instanceof RevisionRecord.Result result) {
      RollupRecord.OfSeries rollup = result.toRollupRecord();

      assertThat(rollup.key()).isEqualTo(result.key());
      assertThat(rollup.rollup()).isEqualTo(result.rollup());
      assertThat(rollup.metric()).isEqualTo(result.labels().metric());
    }
  }

  @Test
  void aNameWithoutAValueAndAnUnknownWindowAreRefused() {
    byte[] odd =
        io.tidegauge.v1.Revision.newBuilder().setWindow(1).addLabels("a").build().toByteArray();
    byte[] noWindow = io.tidegauge.v1.Revision.newBuilder().setWindow(9).build().toByteArray();

    assertThatThrownBy(() -> RevisionRecord.decode(odd))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("label name without a value");
    assertThatThrownBy(() -> RevisionRecord.decode(noWindow))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("unknown window 9");
  }

  @Provide
  Arbitrary<RevisionRecord> revisions() {
    return TestRevisions.revisions();
  }
}
