package io.tidegauge.processor.topology;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is committed of the topics of one partition, and the transaction that is open. A transaction
 * is there for readers as a whole, with the positions of its input, or not at all.
 */
final class SimulatedKafka {

  /** One entry of the changelog; null removes the key. */
  record Change(byte[] key, byte @Nullable [] value) {}

  private final List<Change> changelog = new ArrayList<>();
  private final List<byte[]> rollups = new ArrayList<>();
  private final List<byte[]> revisions = new ArrayList<>();
  private final List<byte[]> rejects = new ArrayList<>();
  private int samplesPosition;
  private int revisionsPosition;

  private final List<Change> openChanges = new ArrayList<>();
  private final List<byte[]> openRollups = new ArrayList<>();
  private final List<byte[]> openRequests = new ArrayList<>();
  private final List<byte[]> openRejects = new ArrayList<>();

  void change(byte[] key, byte @Nullable [] value) {
    openChanges.add(new Change(key, value));
  }

  /** Takes what the task sends to one of the topology's sinks. */
  void send(String sink, byte[] value) {
    switch (sink) {
      case WindowTopology.ROLLUPS -> openRollups.add(value);
      case WindowTopology.REQUESTS -> openRequests.add(value);
      case WindowTopology.REJECTS -> openRejects.add(value);
      default -> throw new IllegalArgumentException("no sink " + sink);
    }
  }

  /** Commits the transaction with the positions up to which input went into it. */
  void commit(int samples, int revised) {
    changelog.addAll(openChanges);
    rollups.addAll(openRollups);
    revisions.addAll(openRequests);
    rejects.addAll(openRejects);
    samplesPosition = samples;
    revisionsPosition = revised;
    abort();
  }

  void abort() {
    openChanges.clear();
    openRollups.clear();
    openRequests.clear();
    openRejects.clear();
  }

  /** What the reviser publishes, in no transaction of the task. */
  void publish(RevisionRecord revision) {
    revisions.add(revision.encode());
  }

  int samplesPosition() {
    return samplesPosition;
  }

  int revisionsPosition() {
    return revisionsPosition;
  }

  List<Change> changelog() {
    return changelog;
  }

  List<byte[]> revisions() {
    return revisions;
  }

  List<RollupRecord> rollups() {
    return rollups.stream().map(RollupRecord::read).toList();
  }

  List<RejectRecord> rejects() {
    return rejects.stream().map(RejectRecord::decode).toList();
  }
}
