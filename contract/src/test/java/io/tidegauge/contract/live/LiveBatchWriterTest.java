package io.tidegauge.contract.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Batches as records of a bounded size. */
class LiveBatchWriterTest {

  private final LiveBatchWriter writer = new LiveBatchWriter(400);

  @Property
  void theRecordsOfABatchTellAllOfIt(@ForAll("batches") LiveBatch batch) {
    List<LiveSeries> told = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    writer.write(
        batch,
        encoded -> {
          LiveBatch record = LiveCodec.decode(encoded.value());
          assertThat(encoded.tenant()).isEqualTo(batch.tenant());
          assertThat(record)
              .isEqualTo(
                  new LiveBatch(
                      batch.tenant(),
                      batch.epoch(),
                      batch.offset(),
                      batch.watermark(),
                      batch.stored(),
                      record.series()));
          assertThat(record.series()).hasSize(encoded.series());
          counts.add(encoded.series());
          told.addAll(record.series());
        });

    assertThat(told).isEqualTo(batch.series());
    assertThat(counts).as("one without series only where there are none").isNotEmpty();
    if (!batch.series().isEmpty()) {
      assertThat(counts).doesNotContain(0);
    }
  }

  @Property
  void aRecordEndsWithTheSeriesThatFillsIt(@ForAll("batches") LiveBatch batch) {
    LiveBatchWriter oneEach = new LiveBatchWriter(1);
    List<Integer> counts = new ArrayList<>();
    oneEach.write(batch, record -> counts.add(record.series()));

    assertThat(counts).hasSize(Math.max(1, batch.series().size()));
    assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(batch.series().size());
  }

  @Provide
  Arbitrary<LiveBatch> batches() {
    return TestBatches.batches();
  }
}
