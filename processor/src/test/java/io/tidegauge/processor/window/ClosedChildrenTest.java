package io.tidegauge.processor.window;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What closed children take is counted by the table that has them. */
class ClosedChildrenTest {

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final SeriesTable table = new SeriesTable();
  private final ProtoWriter buffer = new ProtoWriter(64);

  private boolean put(int level, int index, Rollup child) {
    return table.putChild(level, index, 0, ClosedWindow.of(child, buffer));
  }

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
    put(0, index, child(0, 1, 1));
    long small = table.childrenBytes();

    put(0, index, child(0, 20, 2));
    long large = table.childrenBytes();
    assertThat(large).isGreaterThan(small + 19);

    put(0, index, child(0, 1, 3));
    assertThat(table.childrenBytes()).isEqualTo(small);
    assertThat(put(0, index, child(0, 20, 2))).isFalse();
    assertThat(table.childrenBytes()).isEqualTo(small);
  }

  @Test
  void whatIsRemovedIsCountedNoMore() {
    int one = table.add(1, 2);
    int other = table.add(3, 4);
    for (int minute = 0; minute < 15; minute += 5) {
      put(0, one, child(minute, 3, 0));
      put(0, other, child(minute, 3, 0));
      put(1, other, child(minute, 3, 0));
    }
    long all = table.childrenBytes();
    assertThat(all).isPositive().isEqualTo(3 * (all / 3));

    table.removeBase(0, one);
    assertThat(table.childrenBytes()).isEqualTo(all / 3 * 2);

    table.remove(other);
    assertThat(table.childrenBytes()).isZero();
  }

  @Test
  void whatWasMergedIsKeptOnlyUntilAChildChanges() {
    int index = table.add(1, 2);
    for (int minute = 0; minute < 20; minute += 5) {
      put(2, index, child(minute, 3, 1));
    }
    long children = table.childrenBytes();
    Aggregate first = base(index);
    assertThat(table.childrenBytes()).as("what is kept is counted").isGreaterThan(children);

    assertThat(base(index)).isEqualTo(first).isNotSameAs(first);
    first.add(Long.MAX_VALUE, 1, false);
    assertThat(base(index)).as("the caller's own").isNotEqualTo(first);

    put(2, index, child(10, 20, 2));
    assertThat(base(index).count()).isEqualTo(3 + 3 + 20 + 3);
    table.removeChild(2, index, 10 * MINUTE);
    assertThat(base(index).count()).isEqualTo(3 + 3 + 3);
    table.removeBase(2, index);
    assertThat(table.childrenBytes()).isZero();
  }

  @Test
  void whatIsLoggedFollowsTheChildrenToTheirPlaces() {
    ClosedChildren children = new ClosedChildren();
    children.put(ClosedWindow.of(child(5, 1, 1), buffer));
    children.put(ClosedWindow.of(child(15, 1, 1), buffer));
    children.markLogged();
    children.put(ClosedWindow.of(child(10, 1, 1), buffer));
    children.put(ClosedWindow.of(child(15, 2, 2), buffer));
    assertLogged(children, true, false, true);
    assertDirty(children, false, true, true);

    children.put(ClosedWindow.of(child(0, 1, 1), buffer));
    assertLogged(children, false, true, false, true);
    assertDirty(children, true, false, true, true);

    children.remove(5 * MINUTE);
    children.remove(7 * MINUTE);
    assertLogged(children, false, false, true);
    assertDirty(children, true, true, true);

    children.markLogged(10 * MINUTE);
    assertLogged(children, false, true, true);
    assertDirty(children, true, false, true);
  }

  private static void assertLogged(ClosedChildren children, Boolean... expected) {
    assertThat(IntStream.range(0, children.size()).mapToObj(children::isLogged))
        .containsExactly(expected);
  }

  private static void assertDirty(ClosedChildren children, Boolean... expected) {
    assertThat(IntStream.range(0, children.size()).mapToObj(children::isDirty))
        .containsExactly(expected);
  }

  private Aggregate base(int index) {
    return requireNonNull(table.base(2, index));
  }
}
