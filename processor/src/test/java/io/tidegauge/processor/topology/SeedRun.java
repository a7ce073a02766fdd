package io.tidegauge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.window.AggregateAssert;
import io.tidegauge.processor.window.Oracle;
import io.tidegauge.processor.window.TestReviser;
import io.tidegauge.processor.window.TestSeries;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * One life of a partition, all of it from one seed: two processes, of which one has the task and
 * the other follows as a standby; records, revisions, commits; and crashes, revivals and moves at
 * any point between and within them. What readers of committed records see in the end must be what
 * the oracle says.
 */
final class SeedRun {

  private final Random random;
  private final SeedInput input;
  private final TestReviser reviser;
  private final SimulatedKafka kafka = new SimulatedKafka();
  private final SimulatedTask[] tasks;
  private int activeTask;
  private int nextSample;
  private int nextRevision;
  private int faultsLeft;

  /** Requests that the reviser has read and not answered, and how far it has read. */
  private final List<RevisionRecord.Request> asked = new ArrayList<>();

  private int reviserPosition;
  private final int commitEvery;
  private final int faultEvery;

  SeedRun(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    input = new SeedInput(seed, random);
    reviser = new TestReviser(SeedInput.GRACE, input.counting(), input.series());
    tasks = new SimulatedTask[] {new SimulatedTask(kafka), new SimulatedTask(kafka)};
    commitEvery = 1 + random.nextInt(30);
    faultEvery = 3 + random.nextInt(40);
    faultsLeft = random.nextInt(30);
  }

  /** Lives it to its end; throws an AssertionError where the end is wrong. */
  void check() {
    active().activate(random);
    while (!isQuiet()) {
      step();
    }
    compare();
  }

  private boolean isQuiet() {
    return kafka.samplesPosition() == input.size()
        && kafka.revisionsPosition() == kafka.revisions().size()
        && reviserPosition == kafka.revisions().size()
        && asked.isEmpty();
  }

  private void step() {
    process();
    if (random.nextInt(6) == 0) {
      revise();
    }
    if (random.nextInt(8) == 0) {
      standby().follow(random);
    }
    boolean inputIsOver = nextSample == input.size() && nextRevision == kafka.revisions().size();
    if (random.nextInt(commitEvery) == 0 || inputIsOver) {
      commit();
    }
    if (faultsLeft > 0 && random.nextInt(faultEvery) == 0) {
      fault();
    }
  }

  /** A record of one of the task's topics, whichever comes. */
  private void process() {
    boolean sample = nextSample < input.size();
    boolean revision = nextRevision < kafka.revisions().size();
    if (revision && (!sample || random.nextInt(3) == 0)) {
      byte[] value = kafka.revisions().get(nextRevision);
      active().process(Topics.REVISIONS, nextRevision++, new RecordHeaders(), value);
    } else if (sample) {
      active()
          .process(
              Topics.SAMPLES, nextSample, input.headers(nextSample), input.at(nextSample).value());
      nextSample++;
    }
  }

  /** Reads on, or answers what was asked; a crash of the reviser answers twice. */
  private void revise() {
    if (reviserPosition < kafka.revisions().size() && random.nextBoolean()) {
      byte[] value = kafka.revisions().get(reviserPosition++);
      if (RevisionRecord.decode(value) instanceof RevisionRecord.Request request) {
        asked.add(request);
      }
      return;
    }
    if (asked.isEmpty()) {
      return;
    }
    // A burst is answered with one version, that of its newest request.
    long offset = asked.stream().mapToLong(RevisionRecord.Request::offset).max().orElseThrow();
    for (RevisionRecord.Request request : asked) {
      reviser.answer(upTo(offset, request)).forEach(kafka::publish);
    }
    if (random.nextInt(5) != 0) {
      asked.clear();
    }
  }

  private static RevisionRecord.Request upTo(long offset, RevisionRecord.Request request) {
    return new RevisionRecord.Request(
        request.tenant(),
        request.series(),
        request.labels(),
        request.kind(),
        request.window(),
        request.start(),
        request.watermark(),
        request.epoch(),
        offset);
  }

  private void commit() {
    active().writeOut();
    kafka.commit(nextSample, nextRevision);
    active().committed();
  }

  private void fault() {
    faultsLeft--;
    switch (random.nextInt(6)) {
      case 0 -> crash(); // before the write-out
      case 1 -> {
        active().writeOut(); // in the middle of a commit
        crash();
      }
      case 2 -> {
        commit();
        crash();
      }
      case 3 -> {
        abort();
        active().revive(random); // its changelog was cut, or its producer was fenced
      }
      case 4 -> move(); // an orderly rebalance: active becomes standby and the other way round
      default -> {
        abort();
        crash(); // and the other process takes over
        swap();
      }
    }
  }

  private void crash() {
    abort();
    tasks[activeTask] = new SimulatedTask(kafka);
    if (random.nextBoolean()) {
      swap();
      return;
    }
    active().activate(random);
  }

  private void move() {
    commit();
    active().recycle();
    swap();
  }

  /** The standby takes over; whoever was active follows from now on. */
  private void swap() {
    if (active().isActive()) {
      active().recycle();
    }
    activeTask = 1 - activeTask;
    active().activate(random);
  }

  private void abort() {
    kafka.abort();
    nextSample = kafka.samplesPosition();
    nextRevision = kafka.revisionsPosition();
  }

  private SimulatedTask active() {
    return tasks[activeTask];
  }

  private SimulatedTask standby() {
    return tasks[1 - activeTask];
  }

  private void compare() {
    Oracle oracle = input.oracle();
    Map<Oracle.Key, Rollup> newest = new HashMap<>();
    Map<String, Long> marks = new HashMap<>();
    for (RollupRecord record : kafka.rollups()) {
      switch (record) {
        case RollupRecord.OfSeries one -> newest.merge(key(one), one.rollup(), SeedRun::higher);
        case RollupRecord.Mark mark -> {
          Long before = marks.put(mark.tenant(), mark.watermark());
          assertThat(before == null || before < mark.watermark()).as("marks rise").isTrue();
        }
      }
    }
    assertThat(newest.keySet()).containsExactlyInAnyOrderElementsOf(oracle.keys());
    newest.forEach(
        (key, rollup) -> {
          assertThat(rollup.state()).as("%s", key).isEqualTo(Rollup.State.FINAL);
          AggregateAssert.assertSame(key, rollup.aggregate(), oracle.aggregate(key));
        });
    assertThat(kafka.rejects().stream().filter(r -> r.reason() == RejectReason.MALFORMED).count())
        .as("records with a fault, each refused once")
        .isEqualTo(input.malformed());
    assertThat(keysLeft()).as("what the changelog keeps of the series").isEmpty();
  }

  private Oracle.Key key(RollupRecord.OfSeries one) {
    TestSeries series = Objects.requireNonNull(input.series().get(one.series().toString()));
    return new Oracle.Key(series, one.rollup().window(), one.rollup().start());
  }

  private static Rollup higher(Rollup a, Rollup b) {
    int order = a.version().compareTo(b.version());
    if (order == 0) {
      assertThat(b.state()).isEqualTo(a.state());
      AggregateAssert.assertSame("one version, one value", a.aggregate(), b.aggregate());
    }
    return order > 0 ? a : b;
  }

  /** Keys of series, closed children and windows that are not removed. */
  private Set<ByteBuffer> keysLeft() {
    Set<ByteBuffer> left = new HashSet<>();
    for (SimulatedKafka.Change change : kafka.changelog()) {
      byte tag = change.key()[0];
      if (tag == 'S' || tag == 'C' || tag == 'W') {
        if (change.value() == null) {
          left.remove(ByteBuffer.wrap(change.key()));
        } else {
          left.add(ByteBuffer.wrap(change.key()));
        }
      }
    }
    return left;
  }
}
