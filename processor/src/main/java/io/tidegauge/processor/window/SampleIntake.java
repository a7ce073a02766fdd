package io.tidegauge.processor.window;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;

/** Puts the samples of a record into their windows. */
final class SampleIntake {

  /** Prometheus' stale marker (Remote-Write 2.0 specification, "Stale Markers"). */
  static final long STALE_MARKER = 0x7ff0000000000002L;

  private final TaskState state;
  private final SeriesTable series;
  private final WindowTable windows;
  private final EngineCounters counters;
  private final SeriesLimit limit;
  private final SamplesRecordReader reader = new SamplesRecordReader();
  private final DecodedSamples samples = new DecodedSamples();
  private long newest;

  SampleIntake(TaskState state) {
    this.state = state;
    this.series = state.series;
    this.windows = state.windows;
    this.counters = state.counters;
    this.limit = new SeriesLimit(state);
  }

  /** Whether a numbered batch of observations is not to be counted (again); notes it. */
  boolean isDuplicateBatch(InputRecord record, EngineOutput output) {
    if (record.kind() != RecordKind.OBSERVATIONS || record.producer().isEmpty()) {
      return false;
    }
    ProducerBatches.Outcome outcome =
        state.producers.accept(
            record.tenant(),
            record.producer(),
            record.producerEpoch(),
            record.sequence(),
            record.offset(),
            state.removedKeys);
    switch (outcome) {
      case NEW -> {
        return false;
      }
      case SEEN -> counters.duplicateBatches++;
      case TOO_FAR_BACK -> {
        counters.batchesTooFarBack++;
        refuseBatch(record, output);
      }
    }
    return true;
  }

  private void refuseBatch(InputRecord record, EngineOutput output) {
    output.reject(
        Rejects.of(
            state,
            record.tenant(),
            record.received(),
            RejectReason.BATCH_TOO_FAR_BACK,
            "batch "
                + record.sequence()
                + " of producer "
                + record.producer()
                + " comes more than "
                + ProducerBatches.HORIZON
                + " batches after its turn, so that it cannot be told whether it counted; send"
                + " batches again sooner, or as a new epoch where they were not acknowledged",
            "",
            0,
            Double.NaN,
            record.value()));
  }

  /**
   * Reads a record to its end; nothing is counted yet.
   *
   * @throws MalformedRecordException where it cannot be read
   */
  void decode(InputRecord record) {
    reader.reset(record.value(), 0, record.value().length, record.tenant());
    samples.read(reader);
  }

  /** Notes a record that cannot be read. */
  void refuse(InputRecord record, MalformedRecordException fault, EngineOutput output) {
    counters.malformed++;
    output.reject(
        Rejects.of(
            state,
            record.tenant(),
            record.received(),
            RejectReason.MALFORMED,
            "the record cannot be read, nothing of it counts: " + fault.getMessage(),
            "",
            0,
            Double.NaN,
            record.value()));
  }

  /**
   * Takes all samples of the record that was decoded; the newest timestamp, {@link Long#MIN_VALUE}
   * where there is none.
   */
  long take(TenantState tenant, InputRecord record, EngineOutput output) {
    newest = Long.MIN_VALUE;
    samples.find(series);
    for (int s = 0; s < samples.seriesCount(); s++) {
      takeSeries(s, tenant, record, output);
    }
    return newest;
  }

  private void takeSeries(int s, TenantState tenant, InputRecord record, EngineOutput output) {
    int index = samples.index(s);
    if (index == SeriesTable.NONE) { // or it came further up in the record for the first time
      index = series.find(samples.high(s), samples.low(s));
    }
    MetricKind kind =
        record.kind() == RecordKind.OBSERVATIONS
            ? MetricKind.OBSERVATION
            : MetricKind.ofMetadataType(samples.metadataType(s));
    if (index != SeriesTable.NONE && series.kind(index) != kind) {
      changeKind(s, index, kind);
    }
    int target = index; // where samples on time go
    boolean overLimit = false;
    long lateStart = Long.MIN_VALUE;
    String whyRefused = "";
    for (int i = samples.from(s); i < samples.to(s); i++) {
      long timestamp = samples.timestamp(i);
      double value = samples.value(i);
      counters.samples++;
      newest = Math.max(newest, timestamp);
      if (Double.doubleToRawLongBits(value) == STALE_MARKER) {
        end(index, timestamp);
        continue;
      }
      if (timestamp < tenant.closedTo) {
        counters.late++;
        long start = Window.M5.start(timestamp);
        boolean first = start != lateStart;
        if (first) {
          lateStart = start;
          whyRefused = limit.whyNotRevised(tenant, index, timestamp);
        }
        if (!whyRefused.isEmpty()) {
          refuseLate(s, i, whyRefused, record, output);
        } else if (first) { // once for a run of samples of one window
          output.revision(lateRequest(s, tenant, index, kind, start));
        }
        continue;
      }
      if (target == SeriesTable.NONE) {
        Labels labels = labels(s);
        overLimit = limit.isOver(tenant, labels);
        if (overLimit) {
          target = limit.overflowSeries(tenant, labels.metric());
        } else {
          index = state.newSeries(tenant, id(s), kind, labels);
          target = index;
        }
      }
      if (overLimit) {
        counters.overLimit++;
        tenant.overflowed(Window.H24.start(timestamp));
      }
      add(tenant, target, timestamp, value, record, output);
    }
  }

  private void refuseLate(int s, int i, String why, InputRecord record, EngineOutput output) {
    counters.overLimit++;
    output.reject(
        Rejects.sample(
            state,
            record,
            RejectReason.SERIES_LIMIT,
            "the sample came after its window was closed and is in the raw history only: " + why,
            labels(s).toString(),
            samples.timestamp(i),
            samples.value(i)));
  }

  /**
   * The sample is in the raw history, or soon will be: its closed windows are computed from that.
   */
  private RevisionRecord.Request lateRequest(
      int s, TenantState tenant, int index, MetricKind kind, long start) {
    return state.request(
        tenant,
        id(s),
        index == SeriesTable.NONE ? labels(s) : series.labels(index),
        index == SeriesTable.NONE ? kind : series.kind(index),
        Window.M5,
        start);
  }

  private void add(
      TenantState tenant,
      int index,
      long timestamp,
      double value,
      InputRecord record,
      EngineOutput output) {
    long start = Window.M5.start(timestamp);
    int window = state.window(tenant, index, start);
    if (series.isObservation(index)) {
      windows.observe(window, timestamp, value);
    } else {
      WindowTable.Outcome outcome = windows.add(window, (int) (timestamp - start), value);
      if (outcome != WindowTable.Outcome.ADDED) {
        refuse(outcome, index, timestamp, value, record, output);
        return;
      }
    }
    state.windowChanged(window);
    series.sampled(index, timestamp, value);
    state.liveChanged(index);
  }

  private void refuse(
      WindowTable.Outcome outcome,
      int index,
      long timestamp,
      double value,
      InputRecord record,
      EngineOutput output) {
    if (outcome == WindowTable.Outcome.DUPLICATE) {
      counters.duplicates++;
      return;
    }
    counters.conflicts++;
    output.reject(
        Rejects.sample(
            state,
            record,
            RejectReason.CONFLICT,
            "another value at this timestamp of this series came first; send one value for a"
                + " timestamp, or send the values as observations",
            series.labels(index).toString(),
            timestamp,
            value));
  }

  /** A stale marker: no value, but the live state ends. */
  private void end(int index, long timestamp) {
    counters.staleMarkers++;
    if (index == SeriesTable.NONE || timestamp <= series.staleAt[index]) {
      return;
    }
    series.staleAt[index] = timestamp;
    state.headChanged(index);
    state.liveChanged(index);
  }

  private SeriesId id(int s) {
    return new SeriesId(samples.high(s), samples.low(s));
  }

  private Labels labels(int s) {
    reader.seriesAt(samples.position(s));
    return reader.labels();
  }

  /** Follows the gateway where it has learnt better; observations stay what they are. */
  private void changeKind(int s, int index, MetricKind kind) {
    if (series.isObservation(index)
        || kind == MetricKind.OBSERVATION
        || samples.metadataType(s) == 0) {
      return;
    }
    series.kind(index, kind);
    state.headChanged(index);
    for (int window : state.openWindows(index)) {
      windows.aggregateAgain(window);
    }
    state.mergeBasesAgain(index);
  }
}
