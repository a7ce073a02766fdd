package io.tidegauge.processor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.processor.window.AggregateAssert;
import io.tidegauge.processor.window.EngineOutput;
import io.tidegauge.processor.window.EngineSettings;
import io.tidegauge.processor.window.Oracle;
import io.tidegauge.processor.window.PartitionEngine;
import io.tidegauge.processor.window.Scenario;
import io.tidegauge.processor.window.TestRecord;
import io.tidegauge.processor.window.TestSeries;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The rules of a store of our own (design, section 6), as Kafka Streams calls it. */
class EngineStoreTest {

  private static final long GRACE = 300_000;
  private static final List<TestRecord> RECORDS = Scenario.of(99, 800, 2, 6);

  private final List<ConsumerRecord<byte[], byte[]>> changelog = new ArrayList<>();
  private final Committed committed = new Committed();

  @Test
  void writesOutWhatChangedSinceTheLastCommit() {
    StoreContext context = new StoreContext(changelog);
    EngineStore store = open(context);
    store.engine().activate();

    process(store, 0, 100);
    assertThat(changelog).as("before the commit").isEmpty();
    store.flushCache();
    int first = changelog.size();
    assertThat(first).isPositive();
    assertThat(changelog).allMatch(record -> record.offset() == StoreContext.SYSTEM_TIME);

    store.flushCache();
    assertThat(changelog).as("nothing has changed").hasSize(first);
    process(store, 100, 101);
    store.flushCache();
    assertThat(changelog).hasSizeBetween(first + 1, first + 50);
  }

  @Test
  void isNoCheckpointAndNothingBeforeItIsOpen() {
    EngineStore store = store();

    assertThat(store.persistent()).isFalse();
    assertThat(store.isOpen()).isFalse();
    assertThatThrownBy(store::engine).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRestoredStoreGoesOnWhereTheLastCommitWas() {
    StoreContext context = new StoreContext(changelog);
    EngineStore store = open(context);
    store.engine().activate();
    for (int commit = 0; commit < RECORDS.size(); commit += 40) {
      int end = Math.min(RECORDS.size(), commit + 40);
      process(store, commit, end);
      commit(store);
      // when another process takes over: what this one did since is in nobody's transaction
      process(store, end, Math.min(RECORDS.size(), end + 15));
      committed.abort();
      store = restored();
    }

    committed.assertEqualsOracle();
  }

  @Test
  void aStoreThatIsClosedAndOpenedAgainHasNothingOfBefore() {
    EngineStore store = open(new StoreContext(changelog));
    store.engine().activate();
    for (int commit = 0; commit < RECORDS.size(); commit += 40) {
      int end = Math.min(RECORDS.size(), commit + 40);
      process(store, commit, end);
      commit(store);
      process(store, end, Math.min(RECORDS.size(), end + 15));
      committed.abort();

      // when the task is revived: the same instance is closed and opened
      store.close();
      assertThat(store.isOpen()).isFalse();
      StoreContext context = new StoreContext(changelog);
      context.open(store);
      assertThat(store.isOpen()).isTrue();
      assertThat(store.engine().seriesCount()).isZero();
      assertThat(store.engine().isActive()).isFalse();
      int before = changelog.size();
      store.flushCache();
      assertThat(changelog).as("it has nothing to write while it is restored").hasSize(before);
      context.restore();
      store.engine().activate();
    }

    committed.assertEqualsOracle();
  }

  @Test
  void activeAndStandbyChangePlaces() {
    StoreContext[] contexts = {new StoreContext(changelog), new StoreContext(changelog)};
    EngineStore[] stores = {open(contexts[0]), open(contexts[1])};
    int active = 0;
    stores[active].engine().activate();
    for (int commit = 0; commit < RECORDS.size(); commit += 25) {
      int standby = 1 - active;
      process(stores[active], commit, Math.min(RECORDS.size(), commit + 25));
      commit(stores[active]);
      contexts[active].skip();
      contexts[standby].restore();
      int written = changelog.size();
      stores[standby].flushCache();
      assertThat(changelog).as("a standby writes nothing").hasSize(written);
      if (commit % 75 == 0) {
        // when they change places: Kafka Streams recycles both tasks, the stores stay open
        stores[active].clearCache();
        stores[standby].engine().activate();
        active = standby;
      }
    }

    committed.assertEqualsOracle();
  }

  @Test
  void theSameKeysAreThereAfterACommitWhateverWasWrittenAhead() {
    List<ConsumerRecord<byte[], byte[]>> reference = new ArrayList<>();
    EngineStore ahead = open(new StoreContext(changelog));
    EngineStore plain = open(new StoreContext(reference));
    ahead.engine().activate();
    plain.engine().activate();
    int writtenAhead = 0;
    for (int commit = 0; commit < RECORDS.size(); commit += 40) {
      int end = Math.min(RECORDS.size(), commit + 40);
      int before = changelog.size();
      for (int offset = commit; offset < end; offset++) {
        process(ahead, offset, offset + 1);
        ahead.writeAhead();
        process(plain, offset, offset + 1);
        committed.abort();
      }
      writtenAhead += changelog.size() - before;
      ahead.flushCache();
      plain.flushCache();
      assertThat(keys(changelog)).isEqualTo(keys(reference));
    }
    assertThat(writtenAhead).isGreaterThan(changelog.size() / 4);
  }

  @Test
  void whatChangesOftenWaitsForTheCommit() {
    EngineStore store = open(new StoreContext(changelog));
    store.engine().activate();
    int most = 0;
    for (int commit = 0; commit < RECORDS.size(); commit += 40) {
      int before = changelog.size();
      for (int offset = commit; offset < Math.min(RECORDS.size(), commit + 40); offset++) {
        process(store, offset, offset + 1);
        store.writeAhead();
      }
      store.flushCache();
      Map<ByteBuffer, Integer> writes = new HashMap<>();
      changelog
          .subList(before, changelog.size())
          .forEach(
              change -> {
                if (change.value() != null) {
                  writes.merge(ByteBuffer.wrap(change.key()), 1, Integer::sum);
                }
              });
      most = Math.max(most, writes.values().stream().mapToInt(n -> n).max().orElse(0));
    }
    assertThat(most).as("ahead, and at the commit").isEqualTo(2);
  }

  @Test
  void whatWasWrittenAheadOfACommitThatFailsIsNeverSeen() {
    EngineStore store = open(new StoreContext(changelog));
    store.engine().activate();
    for (int commit = 0; commit < RECORDS.size(); commit += 40) {
      int end = Math.min(RECORDS.size(), commit + 40);
      for (int offset = commit; offset < end; offset++) {
        process(store, offset, offset + 1);
        store.writeAhead();
      }
      commit(store);
      int size = changelog.size();
      process(store, end, Math.min(RECORDS.size(), end + 15));
      store.writeAhead();
      committed.abort();
      changelog.subList(size, changelog.size()).clear(); // as it was in the transaction
      store = restored();
    }

    committed.assertEqualsOracle();
  }

  /** Those that have a value once the whole changelog is read. */
  private static Set<ByteBuffer> keys(List<ConsumerRecord<byte[], byte[]>> log) {
    Set<ByteBuffer> keys = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> change : log) {
      ByteBuffer key = ByteBuffer.wrap(change.key());
      if (change.value() == null) {
        keys.remove(key);
      } else {
        keys.add(key);
      }
    }
    return keys;
  }

  private static EngineStore store() {
    return new EngineStore(
        partition -> new EngineSettings("tidegauge.samples", partition, 1, GRACE, 1000, 100, 2),
        (entries, bytes, nanos) -> {});
  }

  private static EngineStore open(StoreContext context) {
    EngineStore store = store();
    context.open(store);
    return store;
  }

  private EngineStore restored() {
    StoreContext context = new StoreContext(changelog);
    EngineStore store = open(context);
    context.restore();
    store.engine().activate();
    return store;
  }

  private void process(EngineStore store, int from, int to) {
    PartitionEngine engine = store.engine();
    for (int offset = from; offset < to; offset++) {
      engine.apply(RECORDS.get(offset).at(offset), committed);
    }
  }

  private void commit(EngineStore store) {
    store.flushCache();
    committed.commit();
  }

  /** The rollups that were committed. */
  private static final class Committed implements EngineOutput {

    private final Map<Oracle.Key, Rollup> finals = new HashMap<>();
    private final List<RollupRecord.OfSeries> pending = new ArrayList<>();
    private final Map<String, TestSeries> byId = new HashMap<>();
    private final Oracle oracle = new Oracle(GRACE);

    Committed() {
      for (TestRecord record : RECORDS) {
        record.points().forEach(p -> byId.put(p.series().id().toString(), p.series()));
        oracle.apply(record);
      }
    }

    @Override
    public void rollup(RollupRecord rollup) {
      if (rollup instanceof RollupRecord.OfSeries one
          && one.rollup().state() == Rollup.State.FINAL) {
        pending.add(one);
      }
    }

    @Override
    public void revision(RevisionRecord.Request request) {}

    @Override
    public void reject(RejectRecord reject) {}

    void abort() {
      pending.clear();
    }

    void commit() {
      for (RollupRecord.OfSeries one : pending) {
        TestSeries series = Objects.requireNonNull(byId.get(one.series().toString()));
        Oracle.Key key = new Oracle.Key(series, one.rollup().window(), one.rollup().start());
        assertThat(finals.put(key, one.rollup())).as("final once: %s", key).isNull();
      }
      pending.clear();
    }

    void assertEqualsOracle() {
      assertThat(finals.keySet()).containsExactlyInAnyOrderElementsOf(oracle.keys());
      finals.forEach(
          (key, rollup) ->
              AggregateAssert.assertSame(key, rollup.aggregate(), oracle.aggregate(key)));
    }
  }
}
