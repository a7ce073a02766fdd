package io.tidegauge.processor.sink.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Rows beside a list of them, taken back now and then. */
class BlockRowsTest {

  private record Row(
      int series, long timestamp, double value, long offset, long batch, int index) {}

  @Property(tries = 50)
  void whatWasAddedAndNotTakenBackIsThere(@ForAll long seed) {
    Random random = new Random(seed);
    BlockRows rows = new BlockRows();
    List<Row> expected = new ArrayList<>();
    for (int record = 0; record < 40; record++) {
      int before = rows.size();
      long batch = random.nextBoolean() ? BatchId.NONE : 1 + random.nextInt(9);
      rows.beginRecord(100 + record, batch);
      for (int i = random.nextInt(400); i > 0; i--) {
        Row row =
            new Row(
                random.nextInt(), random.nextLong(), random.nextDouble(), 100 + record, batch, i);
        rows.add(row.series(), row.timestamp(), row.value(), row.index());
        expected.add(row);
      }
      if (random.nextInt(4) == 0) {
        rows.truncate(before);
        expected.subList(before, expected.size()).clear();
      }
    }
    assertThat(rows.size()).isEqualTo(expected.size());
    List<Row> there = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      there.add(
          new Row(
              rows.series(row),
              rows.timestamp(row),
              rows.value(row),
              rows.offset(row),
              rows.batch(row),
              rows.index(row)));
    }
    assertThat(there).isEqualTo(expected);
  }
}
