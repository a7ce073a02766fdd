package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What closed children take is counted by the table that has them. */
class ClosedChildrenTest {

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final SeriesTable table = new SeriesTable();
  private final ProtoWriter buffer = new ProtoWriter(256);

  private static Rollup child(int minute, int samples, int revision) {
    Aggregate aggregate = new Aggregate();
    for (int i = 0; i < samples; i++) {
      aggregate.add(minute * MINUTE + i, Math.pow(3, i), false);
    }
    return new Rollup(
        Window.M5,
        minute * MINUTE,
        new RollupVersion(1, 7, revision),
        Rollup.State.FINAL,
        aggregate);
  }

  @Test
  void aLargerChildInThePlaceOfASmallerOneCountsOnce() {
    int index = table.add(1, 2);
    table.putChild(0, index, child(0, 1, 1), buffer);
    long small = table.childrenBytes();

    table.putChild(0, index, child(0, 20, 2), buffer);
    long large = table.childrenBytes();
    assertThat(large).isGreaterThan(small + 19);

    table.putChild(0, index, child(0, 1, 3), buffer);
    assertThat(table.childrenBytes()).isEqualTo(small);
    assertThat(table.putChild(0, index, child(0, 20, 2), buffer)).isFalse();
    assertThat(table.childrenBytes()).isEqualTo(small);
  }

  @Test
  void whatIsRemovedIsCountedNoMore() {
    int one = table.add(1, 2);
    int other = table.add(3, 4);
    for (int minute = 0; minute < 15; minute += 5) {
      table.putChild(0, one, child(minute, 3, 0), buffer);
      table.putChild(0, other, child(minute, 3, 0), buffer);
      table.putChild(1, other, child(minute, 3, 0), buffer);
    }
    long all = table.childrenBytes();
    assertThat(all).isPositive().isEqualTo(3 * (all / 3));

    table.removeBase(0, one);
    assertThat(table.childrenBytes()).isEqualTo(all / 3 * 2);

    table.remove(other);
    assertThat(table.childrenBytes()).isZero();
  }
}
