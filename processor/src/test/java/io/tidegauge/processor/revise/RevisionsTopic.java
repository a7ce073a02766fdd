package io.tidegauge.processor.revise;

import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.topology.CommittedTopic;
import io.tidegauge.processor.topology.SamplesFeed;
import io.tidegauge.processor.window.Oracle;
import io.tidegauge.processor.window.TestSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What was asked for and what was answered so far. */
final class RevisionsTopic {

  private final String kafka;
  private final SamplesFeed feed;

  RevisionsTopic(String kafka, SamplesFeed feed) {
    this.kafka = kafka;
    this.feed = feed;
  }

  /** Whether all requests have results of at least their offset. */
  boolean isAnswered() {
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
