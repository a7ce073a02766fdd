package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.ProtoReader;

/**
 * The metric whose data points are being read, and what all kinds of data points have in common:
 * attributes, timestamp, flags. Not thread-safe.
 */
final class MetricContext {

  private static final int NO_RECORDED_VALUE = 1;
  private static final byte[] NOTHING = {};
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LabelBuffer labels;
  private final AttributeReader attributes;
  private final SeriesEmitter emitter;
  private PointSink sink = PointSink.NOWHERE;
  private NameRange name = new NameRange(0, 0);
  private NameRange sum = name;
  private NameRange count = name;
  private NameRange bucket = name;
  private int nameSlot;
  private String extraLabel = "";
  private int extraSlot;
  private MetricKind sumKind = MetricKind.GAUGE;

  private long accepted;
  private long rejected;
  private long latest;

  private long timeNanos;
  private long flags;
  private int labelMark;
  private int arenaMark;

  MetricContext(LabelBuffer labels, AttributeReader attributes) {
    this.labels = labels;
    this.attributes = attributes;
    this.emitter = new SeriesEmitter(labels);
  }

  void start(PointSink newSink) {
    sink = newSink;
    emitter.sink(newSink);
    accepted = 0;
    rejected = 0;
    latest = 0;
  }

  /** Lets go of the request. */
  void forgetSink() {
    sink = PointSink.NOWHERE;
    emitter.sink(sink);
  }

  /**
   * Starts a metric; the family's name is in the arena. Names of histograms' and summaries' series
   * are put behind it.
   *
   * @param extra the label that the type brings with it, {@code le} or {@code quantile}; empty for
   *     none
   * @param cumulative whether sums and counts go on from point to point, so that they are counters
   */
  void metric(NameRange family, String unit, String extra, boolean cumulative) {
    name = family;
    extraLabel = extra;
    extraSlot = -1;
    nameSlot = labels.slot("__name__");
    labels.setValue(nameSlot, family.start(), family.end());
    if (!extra.isEmpty()) {
      bucket = suffixed("_bucket");
      sum = suffixed("_sum");
      count = suffixed("_count");
      extraSlot = labels.slot(extra);
    }
    sumKind = cumulative ? MetricKind.COUNTER : MetricKind.GAUGE;
    emitter.metric(nameSlot, unit);
  }

  /** A series with the value 1 that says something about the others, at their newest timestamp. */
  void info(String metric) {
    int mark = labels.size();
    int start = labels.arena().size();
    labels.arena().appendAscii(metric);
    metric(new NameRange(start, labels.arena().size()), "", "", false);
    sink.begin(NOTHING, 0, 0);
    emitter.point(latest, false, -1);
    emitter.emit(name, MetricKind.GAUGE, 1);
    labels.truncate(mark, start);
  }

  /** Starts a data point, which is these bytes. */
  void begin(byte[] buffer, int offset, int length) {
    sink.begin(buffer, offset, length);
    timeNanos = 0;
    flags = 0;
    labelMark = labels.size();
    arenaMark = labels.arena().size();
  }

  /** Ends a data point: its labels are forgotten. */
  void end() {
    labels.truncate(labelMark, arenaMark);
  }

  /** Reads an attribute of the data point. */
  void attribute(ProtoReader in) {
    in.expect(ProtoReader.LENGTH_DELIMITED);
    int length = in.readLength();
    int start = in.position();
    in.position(start + length);
    attributes.read(in.buffer(), start, length);
    labels.begin("", in.buffer(), attributes.keyStart(), attributes.keyLength());
    if (extraSlot >= 0 && labels.openNameIs(extraLabel)) {
      labels.renameOpen("exported_" + extraLabel); // as a scraping Prometheus does
    }
    attributes.writeValue(in.buffer(), labels.arena());
    labels.end();
  }

  void time(ProtoReader in) {
    in.expect(ProtoReader.FIXED64);
    timeNanos = in.readFixed64();
  }

  void flags(ProtoReader in) {
    in.expect(ProtoReader.VARINT);
    flags = in.readVarint();
  }

  /** Whether the data point says that there is no value: its series become stale. */
  boolean stale() {
    return (flags & NO_RECORDED_VALUE) != 0;
  }

  /** Makes the emitter ready for the data point that was read; false where that is refused. */
  boolean open() {
    if (timeNanos == 0) {
      refuse(
          RejectReason.INVALID_TIMESTAMP,
          Double.NaN,
          "a data point has no timeUnixNano: set it to nanoseconds since the epoch");
      return false;
    }
    emitter.point(timestamp(), stale(), extraSlot);
    return true;
  }

  SeriesEmitter emitter() {
    return emitter;
  }

  /** Counts the data point that {@link #open} started. */
  void close() {
    if (emitter.accepted()) {
      accepted++;
      latest = Math.max(latest, timestamp());
    } else {
      rejected++;
    }
  }

  /** Refuses the whole data point. */
  void refuse(RejectReason reason, double value, String message) {
    rejected++;
    labels.setValue(nameSlot, name.start(), name.end());
    if (extraSlot >= 0) {
      labels.setValue(extraSlot, 0, 0);
    }
    labels.resolve();
    sink.refused(reason, labels, timestamp(), value, message);
  }

  NameRange name() {
    return name;
  }

  NameRange sum() {
    return sum;
  }

  NameRange count() {
    return count;
  }

  NameRange bucket() {
    return bucket;
  }

  /** Kind of counts, of buckets, and of sums that only grow. */
  MetricKind sumKind() {
    return sumKind;
  }

  /** Data points that were taken with all their series. */
  long accepted() {
    return accepted;
  }

  /** Data points that were not, or not with all. */
  long rejected() {
    return rejected;
  }

  /** The newest timestamp taken since {@link #forgetLatest}, ms; 0 where there is none. */
  long latest() {
    return latest;
  }

  void forgetLatest() {
    latest = 0;
  }

  /** The timestamp in ms, towards the past; an unsigned number of nanoseconds is what was sent. */
  private long timestamp() {
    return Long.divideUnsigned(timeNanos, NANOS_PER_MILLI);
  }

  private NameRange suffixed(String suffix) {
    ByteArena arena = labels.arena();
    int start = arena.size();
    arena.appendOwn(name.start(), name.end());
    arena.appendAscii(suffix);
    return new NameRange(start, arena.size());
  }
}
