package io.tidegauge.contract.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Rollup;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Batches as records of a bounded size, and what is left out of them. */
class LiveBatchWriterTest {

  private final LiveBatchWriter writer = new LiveBatchWriter(400);

  @Property
  void theRecordsOfABatchTellAllOfIt(@ForAll("batches") LiveBatch batch) {
    List<LiveSeries> told = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    writer.write(
        batch,
        (value, series) -> {
          LiveBatch record = LiveCodec.decode(value);
          assertThat(record)
              .isEqualTo(
                  new LiveBatch(
                      batch.tenant(),
                      batch.epoch(),
                      batch.offset(),
                      batch.watermark(),
                      batch.stored(),
                      record.series()));
          assertThat(record.series()).hasSize(series);
          counts.add(series);
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
    oneEach.write(batch, (value, series) -> counts.add(series));

    assertThat(counts).hasSize(Math.max(1, batch.series().size()));
    assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(batch.series().size());
  }

  @Property
  void openWindowsThatDidNotChangeAreNotChanges(@ForAll("batches") LiveBatch batch) {
    List<LiveSeries> told = new ArrayList<>();
    writer.writeChanges(batch, (value, series) -> told.addAll(LiveCodec.decode(value).series()));

    assertThat(told).hasSameSizeAs(batch.series());
    for (int i = 0; i < told.size(); i++) {
      LiveSeries all = batch.series().get(i);
      List<Rollup> changed =
          all.windows().stream()
              .filter(
                  window ->
                      window.state() == Rollup.State.FINAL
                          || window.version().offset() >= all.offset())
              .toList();
      assertThat(told.get(i).windows()).isEqualTo(changed);
      assertThat(told.get(i).series()).isEqualTo(all.series());
    }
  }

  @Provide
  Arbitrary<LiveBatch> batches() {
    return TestBatches.batches();
  }
}
