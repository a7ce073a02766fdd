package io.tidegauge.processor.topology;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.processor.live.LiveHub;
import io.tidegauge.processor.live.LiveSlot;
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
  private final LiveHub hub;
  private final TaskMetrics.Factory metricsFactory;
  private final Duration liveInterval;
  private final ProtoWriter writer = new ProtoWriter(1024);
  private @Nullable Attached attached;
  private long recordTimestamp;
  private long lastRound;
  private boolean roundOpen;
  private long fullRequests;

  /** What there is between {@link #init} and {@link #close}. */
  private record Attached(
      ProcessorContext<OutputKey, byte[]> context,
      PartitionEngine engine,
      LiveSlot slot,
      TaskMetrics metrics,
      CatchUp catchUp,
      LivePace pace,
      int partition) {}

  WindowProcessor(
      RecordReader reader, LiveHub hub, TaskMetrics.Factory metricsFactory, Duration liveInterval) {
    this.reader = reader;
    this.hub = hub;
    this.metricsFactory = metricsFactory;
    this.liveInterval = liveInterval;
  }

  @Override
  public void init(ProcessorContext<OutputKey, byte[]> context) {
    EngineStore store = context.getStateStore(EngineStore.NAME);
    PartitionEngine engine = store.engine();
    engine.activate();
    int partition = context.taskId().partition();
    fullRequests = hub.fullRequests();
    lastRound = System.nanoTime() - liveInterval.toNanos();
    recordTimestamp = context.currentSystemTimeMs();
    attached =
        new Attached(
            context,
            engine,
            hub.open(partition),
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
      hub.close(from.slot());
      from.metrics().close();
    }
  }

  private void look() {
    Attached to = attached();
    to.pace().look(to.context().currentSystemTimeMs());
    handOverIfDue();
  }

  /**
   * Hands changes over at most once an interval, and in pieces: the next piece goes when the
   * publisher has taken the one before. A publisher that does not come costs nothing but staleness.
   */
  private void handOverIfDue() {
    Attached to = attached();
    long now = System.nanoTime();
    if (!roundOpen && now - lastRound < to.pace().intervalNanos()) {
      return;
    }
    long requested = hub.fullRequests();
    if (requested != fullRequests) {
      fullRequests = requested;
      to.engine().requestFullLive();
    }
    to.metrics().update(to.engine());
    if (!to.slot().isFree()) {
      return;
    }
    if (!roundOpen) {
      to.engine().writeParents(this);
      to.engine().refreshLive((double) (now - lastRound) / REFRESH.toNanos());
      lastRound = now;
    }
    List<LiveBatch> batches = to.engine().collectLive(SERIES_PER_HAND_OVER);
    roundOpen = to.engine().liveBacklog() > 0;
    if (!batches.isEmpty()) {
      hub.offer(to.slot(), batches);
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
