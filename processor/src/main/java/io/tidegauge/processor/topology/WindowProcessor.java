package io.tidegauge.processor.topology;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveRecord;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.processor.live.LiveHub;
import io.tidegauge.processor.live.LiveHubs;
import io.tidegauge.processor.state.EngineStore;
import io.tidegauge.processor.window.EngineOutput;
import io.tidegauge.processor.window.InputRecord;
import io.tidegauge.processor.window.PartitionEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds a task's engine, forwards what it puts out, and hands its changes over. */
final class WindowProcessor implements Processor<byte[], byte[], OutputKey, byte[]>, EngineOutput {

  private static final Logger LOG = LoggerFactory.getLogger(WindowProcessor.class);

  /** Series of one hand-over; what is more waits for the publisher to come back. */
  private static final int SERIES_PER_HAND_OVER = 2_000;

  /** How often it is looked whether a hand-over is due while no records come. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /**
   * In which every series is handed over in full once, however quiet it is: well within what the
   * live topic keeps, so that who reads all of it knows all series.
   */
  private static final Duration REFRESH = Duration.ofMinutes(5);

  private final RecordReader reader;
  private final LiveHubs hubs;
  private final TaskMetrics.Factory metricsFactory;
  private final Duration liveInterval;
  private final ProtoWriter writer = new ProtoWriter(1024);
  private @Nullable Attached attached;
  private long recordTimestamp;

  /** What there is between {@link #init} and {@link #close}. */
  private record Attached(
      ProcessorContext<OutputKey, byte[]> context,
      EngineStore store,
      PartitionEngine engine,
      HandOver<LiveRecord> topic,
      @Nullable HandOver<LiveBatch> stores,
      TaskMetrics metrics,
      CatchUp catchUp,
      LivePace pace,
      int partition) {}

  WindowProcessor(
      RecordReader reader,
      LiveHubs hubs,
      TaskMetrics.Factory metricsFactory,
      Duration liveInterval) {
    this.reader = reader;
    this.hubs = hubs;
    this.metricsFactory = metricsFactory;
    this.liveInterval = liveInterval;
  }

  @Override
  public void init(ProcessorContext<OutputKey, byte[]> context) {
    EngineStore store = context.getStateStore(EngineStore.NAME);
    PartitionEngine engine = store.engine();
    engine.activate();
    int partition = context.taskId().partition();
    LiveHub<LiveBatch> stores = hubs.stores();
    if (stores != null) {
      engine.addStores();
    }
    recordTimestamp = context.currentSystemTimeMs();
    attached =
        new Attached(
            context,
            store,
            engine,
            new HandOver<>(hubs.topic(), partition, liveInterval.toNanos()),
            stores == null ? null : new HandOver<>(stores, partition, liveInterval.toNanos()),
            metricsFactory.open(partition),
            new CatchUp(context.currentSystemTimeMs()),
            new LivePace(liveInterval),
            partition);
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, timestamp -> look());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Attached to = attached();
    RecordMetadata metadata = to.context().recordMetadata().orElseThrow();
    recordTimestamp = record.timestamp();
    if (metadata.topic().equals(Topics.REVISIONS)) {
      revise(metadata, record.value());
    } else {
      to.pace().came(record.timestamp(), to.context().currentSystemTimeMs());
      to.engine().behind(to.pace().isBehind());
      apply(metadata.offset(), record);
      if (to.catchUp().passesWith(record.timestamp())) {
        to.engine().requestFullLive();
      }
    }
    if (!to.pace().isBehind()) { // what catches up changes again at once, or is soon over
      to.store().writeAhead();
    }
    handOverIfDue();
  }

  private void apply(long offset, Record<byte[], byte[]> record) {
    PartitionEngine engine = attached().engine();
    InputRecord input;
    try {
      input = reader.read(offset, record.timestamp(), record.headers(), record.value());
    } catch (MalformedRecordException e) {
      InputRecord unreadable =
          RecordReader.unreadable(offset, record.timestamp(), record.headers(), record.value());
      engine.refuse(unreadable, e, this);
      return;
    }
    engine.apply(input, this);
  }

  /** Requests are the reviser's; what cannot be read is nobody's. */
  private void revise(RecordMetadata metadata, byte @Nullable [] value) {
    if (value == null) {
      return;
    }
    try {
      if (RevisionRecord.decode(value) instanceof RevisionRecord.Result result) {
        attached().engine().apply(result, this);
      }
    } catch (MalformedRecordException e) {
      attached().metrics().malformedRevision();
      LOG.warn(
          "skipped a malformed record at {}-{}@{}: {}",
          metadata.topic(),
          metadata.partition(),
          metadata.offset(),
          e.getMessage());
    }
  }

  @Override
  public void rollup(RollupRecord rollup) {
    Attached to = attached();
    writer.reset();
    rollup.write(writer);
    to.context()
        .forward(
            new Record<>(
                new OutputKey(rollup.key(), to.partition()), writer.toByteArray(), recordTimestamp),
            WindowTopology.ROLLUPS);
  }

  @Override
  public void revision(RevisionRecord.Request request) {
    Attached to = attached();
    to.context()
        .forward(
            new Record<>(
                new OutputKey(request.key(), to.partition()), request.encode(), recordTimestamp),
            WindowTopology.REQUESTS);
  }

  @Override
  public void reject(RejectRecord reject) {
    byte[] key = reject.tenant().getBytes(StandardCharsets.UTF_8);
    attached()
        .context()
        .forward(
            new Record<>(new OutputKey(key, -1), reject.encode(), recordTimestamp),
            WindowTopology.REJECTS);
  }

  @Override
  public void close() {
    Attached from = attached;
    if (from != null) {
      attached = null;
      from.topic().close();
      if (from.stores() != null) {
        from.stores().close();
      }
      from.metrics().close();
    }
  }

  private void look() {
    Attached to = attached();
    to.pace().look(to.context().currentSystemTimeMs());
    handOverIfDue();
  }

  private void handOverIfDue() {
    Attached to = attached();
    long now = System.nanoTime();
    long interval = to.pace().intervalNanos();
    if (to.topic().isDue(now, interval)) {
      handOver(to, to.topic(), now);
    }
    HandOver<LiveBatch> stores = to.stores();
    if (stores != null && stores.isDue(now, interval)) {
      handOverState(to.engine(), stores, now);
    }
  }

  private void handOver(Attached to, HandOver<LiveRecord> topic, long now) {
    PartitionEngine engine = to.engine();
    if (topic.isAllAskedFor()) {
      engine.requestFullLive();
    }
    to.metrics().update(engine);
    if (!topic.isFree()) {
      return;
    }
    long since = topic.begin(now);
    if (since > 0) {
      engine.writeParents(this);
      engine.refreshLive((double) since / REFRESH.toNanos());
    }
    List<LiveRecord> records = engine.collectLive(SERIES_PER_HAND_OVER);
    topic.offer(records, engine.liveBacklog() > 0);
  }

  private static void handOverState(PartitionEngine engine, HandOver<LiveBatch> stores, long now) {
    if (stores.isAllAskedFor()) {
      engine.requestFullState();
    }
    if (stores.isFree()) {
      stores.begin(now);
      List<LiveBatch> batches = engine.collectState(SERIES_PER_HAND_OVER);
      stores.offer(batches, engine.stateBacklog() > 0);
    }
  }

  private Attached attached() {
    Attached current = attached;
    if (current == null) {
      throw new IllegalStateException("the processor is closed");
    }
    return current;
  }
}
