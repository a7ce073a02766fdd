package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.MetricKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A window with many samples is several entries of the changelog, of which few change. */
class WindowEntriesTest {

  private static final long NOON = Instant.parse("2026-02-03T12:00:00Z").toEpochMilli();
  private static final long GRACE = 300_000;
  private static final TestSeries LOAD = TestSeries.of("acme", "load", "h1", MetricKind.GAUGE);

  private final Changelog changelog = new Changelog();
  private final List<Integer> written = new ArrayList<>();
  private final List<Integer> removed = new ArrayList<>();
  private PartitionEngine engine = engine(32);
  private long offset;

  @Test
  void aSampleInOrderChangesTheLastEntry() {
    samples(IntStream.range(0, 70));
    assertThat(commit()).containsExactly(0, 32, 64);

    samples(IntStream.range(70, 75));
    assertThat(commit()).containsExactly(64);

    samples(IntStream.range(75, 97));
    assertThat(commit()).containsExactly(64, 96);
    assertSameAfterRestore(97);
  }

  @Test
  void aFullEntryIsLeftAlone() {
    samples(IntStream.range(0, 64));
    assertThat(commit()).containsExactly(0, 32);

    samples(IntStream.of(64));
    assertThat(commit()).containsExactly(64);
    assertSameAfterRestore(65);
  }

  @Test
  void aSampleOutOfOrderChangesItsEntryAndThoseAfterIt() {
    samples(IntStream.range(0, 40));
    samples(IntStream.range(41, 100));
    commit();

    samples(IntStream.of(40));
    assertThat(commit()).containsExactly(32, 64, 96);
    assertSameAfterRestore(100);
  }

  @Test
  void aClosedWindowLeavesNothing() {
    samples(IntStream.range(0, 100));
    commit();

    engine.apply(TestRecord.tick(NOON + 2 * GRACE).at(offset++), new Outputs());
    commit();

    assertThat(removed).containsExactly(0, 32, 64, 96);
    assertThat(changelog.seriesEntries()).doesNotContain(StateKeys.WINDOW, StateKeys.FURTHER);
  }

  @Test
  void aWindowThatIsOneEntryIsSplitOnceItChanges() {
    engine = engine(1_000); // as it was before there were several
    samples(IntStream.range(0, 100));
    assertThat(commit()).containsExactly(0);

    engine = restored(32);
    samples(IntStream.of(100));
    assertThat(commit()).containsExactly(0, 32, 64, 96);
    assertSameAfterRestore(101);
  }

  @Test
  void aStandbyThatFollowsHasTheSame() {
    PartitionEngine standby = new PartitionEngine(settings(32));
    int followed = 0;
    for (int[] piece : new int[][] {{0, 20}, {20, 33}, {34, 80}, {33, 34}, {80, 81}, {82, 99}}) {
      samples(IntStream.range(piece[0], piece[1]));
      commit();
      List<Changelog.Entry> all = changelog.all();
      all.subList(followed, all.size()).forEach(e -> standby.restore(e.key(), e.value()));
      followed = all.size();
    }
    standby.activate();

    assertThat(closed(standby)).isEqualTo(closed(engine));
  }

  /** What is restored closes as what is there does, with as many samples. */
  private void assertSameAfterRestore(long samples) {
    List<RollupRecord> restored = closed(restored(32));
    assertThat(restored).isEqualTo(closed(engine));
    assertThat(restored)
        .first()
        .isInstanceOfSatisfying(
            RollupRecord.OfSeries.class,
            first -> assertThat(first.rollup().aggregate().count()).isEqualTo(samples));
  }

  private PartitionEngine restored(int samplesPerEntry) {
    PartitionEngine again = new PartitionEngine(settings(samplesPerEntry));
    changelog.entries().forEach(entry -> again.restore(entry.key(), entry.value()));
    again.activate();
    return again;
  }

  private List<RollupRecord> closed(PartitionEngine of) {
    Outputs outputs = new Outputs();
    of.apply(TestRecord.tick(NOON + 2 * GRACE).at(offset), outputs);
    return outputs.rollups;
  }

  /** A sample at each of some seconds. */
  private void samples(IntStream seconds) {
    List<TestRecord.Point> points =
        seconds.mapToObj(s -> new TestRecord.Point(LOAD, NOON + s * 1_000L, s / 4.0)).toList();
    engine.apply(TestRecord.samples("acme", NOON, points).at(offset++), new Outputs());
  }

  /** Which entries of the window were written, by the number of their first sample. */
  private List<Integer> commit() {
    written.clear();
    removed.clear();
    engine.writeOut(
        (key, value) -> {
          changelog.put(key, value);
          if (key[0] == StateKeys.WINDOW || key[0] == StateKeys.FURTHER) {
            int first = key[0] == StateKeys.WINDOW ? 0 : ByteBuffer.wrap(key).getInt(25);
            (value == null ? removed : written).add(first);
          }
        });
    return written;
  }

  private static PartitionEngine engine(int samplesPerEntry) {
    PartitionEngine engine = new PartitionEngine(settings(samplesPerEntry));
    engine.activate();
    return engine;
  }

  private static EngineSettings settings(int samplesPerEntry) {
    return new EngineSettings("tidegauge.samples", 0, 1, GRACE, 1000, 100, samplesPerEntry);
  }
}
