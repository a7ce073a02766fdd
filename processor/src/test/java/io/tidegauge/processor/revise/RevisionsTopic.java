package io.tidegauge.processor.revise;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.topology.CommittedTopic;
import io.tidegauge.processor.topology.SamplesFeed;
import io.tidegauge.processor.window.Oracle;
import io.tidegauge.processor.window.TestSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What was asked for and what was answered so far. */
public final class RevisionsTopic {

  private static final int REJECTS_PARTITIONS = 3;

  private final String kafka;
  private final SamplesFeed feed;

  public RevisionsTopic(String kafka, SamplesFeed feed) {
    this.kafka = kafka;
    this.feed = feed;
  }

  /** Whether all requests have results of at least their offset. */
  private boolean isAnswered() {
    List<RevisionRecord.Request> requests = new ArrayList<>();
    Map<Oracle.Key, RollupVersion> results = new HashMap<>();
    for (RevisionRecord record : read()) {
      switch (record) {
        case RevisionRecord.Request request -> requests.add(request);
        case RevisionRecord.Result result ->
            results.merge(key(result), result.rollup().version(), RevisionsTopic::higher);
      }
    }
    return requests.stream()
        .allMatch(
            request -> {
              RollupVersion version = results.get(key(request));
              return version != null && version.offset() >= request.offset();
            });
  }

  /**
   * Whether nothing is under way: all requests have results, and the tasks have passed all of these
   * on. With that they commit what they ask for next, the larger window.
   */
  public boolean isSettled() {
    Map<Oracle.Key, RollupVersion> results = results();
    Map<Oracle.Key, RollupVersion> written = written();
    return results.entrySet().stream()
            .allMatch(
                result -> {
                  RollupVersion version = written.get(result.getKey());
                  return version != null && version.compareTo(result.getValue()) >= 0;
                })
        && isAnswered()
        && results().equals(results);
  }

  /** Whether the reviser's positions are behind all there is: an idle one has no lag. */
  boolean isReadToItsEnd() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      Map<TopicPartition, OffsetAndMetadata> positions =
          admin.listConsumerGroupOffsets("tidegauge-reviser").partitionsToOffsetAndMetadata().get();
      for (ConsumerRecord<byte[], byte[]> record :
          CommittedTopic.read(kafka, Topics.REVISIONS, SamplesFeed.PARTITIONS)) {
        OffsetAndMetadata position =
            positions.get(new TopicPartition(record.topic(), record.partition()));
        if (position == null || position.offset() <= record.offset()) {
          return false;
        }
      }
      return true;
    }
  }

  /** The highest version that the reviser has given of each window. */
  Map<Oracle.Key, RollupVersion> results() {
    Map<Oracle.Key, RollupVersion> results = new HashMap<>();
    for (RevisionRecord record : read()) {
      if (record instanceof RevisionRecord.Result result) {
        results.merge(key(result), result.rollup().version(), RevisionsTopic::higher);
      }
    }
    return results;
  }

  /** The version under which each window was closed by its task. */
  Map<Oracle.Key, RollupVersion> closed() {
    Map<Oracle.Key, RollupVersion> closed = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        CommittedTopic.read(kafka, Topics.ROLLUPS, SamplesFeed.PARTITIONS)) {
      if (RollupRecord.read(record.value()) instanceof RollupRecord.OfSeries one
          && one.rollup().state() == Rollup.State.FINAL) {
        TestSeries series = Objects.requireNonNull(feed.series().get(one.series().toString()));
        closed.putIfAbsent(
            new Oracle.Key(series, one.rollup().window(), one.rollup().start()),
            one.rollup().version());
      }
    }
    return closed;
  }

  /** The highest version of each window on the rollups topic, of series that the feed has. */
  Map<Oracle.Key, RollupVersion> written() {
    Map<Oracle.Key, RollupVersion> written = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        CommittedTopic.read(kafka, Topics.ROLLUPS, SamplesFeed.PARTITIONS)) {
      if (RollupRecord.read(record.value()) instanceof RollupRecord.OfSeries one) {
        TestSeries series = feed.series().get(one.series().toString());
        if (series != null) {
          written.merge(
              new Oracle.Key(series, one.rollup().window(), one.rollup().start()),
              one.rollup().version(),
              RevisionsTopic::higher);
        }
      }
    }
    return written;
  }

  /** Whether every request of records from an offset on is among the rejects as too old. */
  boolean isRefusedFrom(long offset) {
    Set<String> refused = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record :
        CommittedTopic.read(kafka, Topics.REJECTS, REJECTS_PARTITIONS)) {
      RejectRecord reject = RejectRecord.decode(record.value());
      if (reject.reason() == RejectReason.TOO_OLD) {
        refused.add(day(reject.tenant(), reject.series(), reject.timestamp()));
      }
    }
    List<RevisionRecord.Request> requests = new ArrayList<>();
    for (RevisionRecord record : read()) {
      if (record instanceof RevisionRecord.Request request && request.offset() >= offset) {
        requests.add(request);
      }
    }
    return !requests.isEmpty()
        && requests.stream()
            .map(r -> day(r.tenant(), r.labels().toString(), r.start()))
            .allMatch(refused::contains);
  }

  private static String day(String tenant, String series, long time) {
    return tenant + " " + series + " " + Window.H24.start(time);
  }

  private List<RevisionRecord> read() {
    return CommittedTopic.read(kafka, Topics.REVISIONS, SamplesFeed.PARTITIONS).stream()
        .map(record -> RevisionRecord.decode(record.value()))
        .toList();
  }

  private Oracle.Key key(RevisionRecord record) {
    TestSeries series = Objects.requireNonNull(feed.series().get(record.series().toString()));
    return new Oracle.Key(series, record.window(), record.start());
  }

  private static RollupVersion higher(RollupVersion a, RollupVersion b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
