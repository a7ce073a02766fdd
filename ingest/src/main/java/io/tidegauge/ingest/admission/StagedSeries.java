package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.ingest.publish.SeriesSource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The series that is being read: its labels, kind and metadata, what was sent, and its samples that
 * passed the rules, until they are written into a record. Allocates only when it grows. Not
 * thread-safe; reused for all series of a request.
 */
final class StagedSeries implements SeriesSource {

  private static final byte[] EMPTY = new byte[0];

  private final RequestContext request;
  private final RequestSymbols symbols;
  private final KindRegistry kinds;
  private final SeriesHead head;
  private final @Nullable RequestReplicas replicas;
  private final @Nullable SeriesLookup lookup;
  private @Nullable KnownSeries known;
  private byte[] raw = EMPTY;
  private int rawOffset;
  private int rawLength;
  private long kindsVersion;
  private @Nullable MetricKind kind;
  private int unit;
  private int help;
  private boolean headComplete;
  private boolean headValid;
  private boolean duplicate;
  private int duplicates;
  private byte[] original = EMPTY;
  private int originalOffset;
  private int originalLength;
  private long[] timestamps = new long[16];
  private double[] values = new double[16];
  private int staged;

  StagedSeries(
      RequestContext request,
      RequestSymbols symbols,
      KindRegistry kinds,
      AdmissionProperties limits,
      @Nullable RequestReplicas replicas,
      @Nullable SeriesCache cache) {
    this.request = request;
    this.symbols = symbols;
    this.kinds = kinds;
    this.replicas = replicas;
    this.head = new SeriesHead(symbols, limits, request.tenant().getBytes(StandardCharsets.UTF_8));
    this.lookup = cache == null ? null : new SeriesLookup(cache, request, head.tenantLow());
    this.kindsVersion = kinds.version();
  }

  /** Forgets the series before. */
  void begin() {
    head.begin();
    kind = null;
    unit = 0;
    help = 0;
    headComplete = false;
    headValid = false;
    duplicate = false;
    duplicates = 0;
    original = EMPTY;
    originalOffset = 0;
    originalLength = 0;
    staged = 0;
    known = null;
    rawLength = 0;
  }

  /** The same, by the bytes that its labels come in; whether these are known. */
  boolean begin(byte[] bytes, int offset, int length) {
    begin();
    if (lookup == null || length > SeriesCache.MAX_RAW) {
      return false;
    }
    known = lookup.find(bytes, offset, length);
    if (known != null) {
      headComplete = true;
      headValid = true;
      return true;
    }
    raw = bytes;
    rawOffset = offset;
    rawLength = length;
    return false;
  }

  void label(int nameSymbol, int valueSymbol) {
    head.label(nameSymbol, valueSymbol);
  }

  void kind(MetricKind told) {
    kind = told;
  }

  void familyType(FamilyType type) {
    if (type != FamilyType.UNKNOWN && known != null) {
      kind = type.kindOf(known.metric());
    } else if (type != FamilyType.UNKNOWN && head.metric() != 0) {
      kind = type.kindOf(symbols.text(head.metric()));
    }
  }

  void unit(int symbol) {
    unit = symbol;
  }

  void help(int symbol) {
    help = symbol;
  }

  /** What was sent; must stay until the next series. */
  void original(byte[] bytes, int offset, int length) {
    original = bytes;
    originalOffset = offset;
    originalLength = length;
  }

  /** Refuses the samples that follow, for a reason of the protocol's. */
  void refuse(RejectReason reason, String message) {
    if (known != null) {
      head.load(known);
      known = null;
    }
    rawLength = 0;
    head.refuse(reason, message);
    headComplete = false;
  }

  /** Whether the labels are as they must be; checked once, with the first sample. */
  boolean valid() {
    if (!headComplete) {
      duplicate = replicas != null && replicas.isDuplicate(head);
      headValid = !duplicate && head.complete();
      headComplete = true;
      if (headValid && rawLength > 0 && lookup != null) {
        lookup.add(raw, rawOffset, rawLength, head);
      }
    }
    return headValid;
  }

  /** Whether another replica's samples count instead, where it is not valid. */
  boolean isDuplicate() {
    return duplicate;
  }

  /** A sample that another replica's stands for. */
  void addDuplicate() {
    duplicates++;
  }

  int duplicates() {
    return duplicates;
  }

  /** Why the labels are not valid. */
  RejectReason reason() {
    RejectReason reason = head.reason();
    return reason == null ? RejectReason.MALFORMED : reason;
  }

  /** What to change where the labels are not valid. */
  String message() {
    return head.message();
  }

  /** Adds a sample that passed the rules. */
  void add(long timestamp, double value) {
    if (staged == timestamps.length) {
      timestamps = Arrays.copyOf(timestamps, staged * 2);
      values = Arrays.copyOf(values, staged * 2);
    }
    timestamps[staged] = timestamp;
    values[staged] = value;
    staged++;
  }

  /** Forgets the samples, not the series. */
  void clearSamples() {
    staged = 0;
  }

  /** The low half of the series' id, once it is valid. */
  long idLow() {
    return known == null ? head.idLow() : known.idLow();
  }

  /** Records a refusal of a sample of this series. */
  void refuse(
      Refusals refusals, RejectReason reason, String message, long timestamp, double value) {
    if (known != null) {
      head.load(known);
    }
    refusals.addDetailed(
        new Refusal(reason, message, head.text(), timestamp, value),
        original,
        originalOffset,
        originalLength);
  }

  /** The kind that was told, else what is known of the metric, else by its name; stays. */
  MetricKind resolveKind() {
    MetricKind told = kind;
    if (told == null && known != null) {
      told = known.kind(kinds);
      kind = told;
    } else if (told == null) {
      long version = kinds.version();
      if (version != kindsVersion) {
        symbols.clearKinds();
        kindsVersion = version;
      }
      int metric = head.metric();
      int memo = symbols.kind(metric);
      if (memo == 0) {
        told = kinds.resolve(request.tenant(), symbols.text(metric));
        symbols.kind(metric, told.ordinal() + 1);
      } else {
        told = memo == 1 ? MetricKind.GAUGE : MetricKind.COUNTER;
      }
      kind = told;
    }
    return told;
  }

  /** The request has ended. */
  void end() {
    if (lookup != null) {
      lookup.end();
    }
  }

  @Override
  public int sampleCount() {
    return staged;
  }

  @Override
  public @Nullable String traceparent() {
    return request.traceparent();
  }

  @Override
  public void write(SamplesRecordWriter writer, int from, int to) {
    writer.beginSeries();
    if (known == null) {
      head.write(writer);
    } else {
      known.write(writer);
    }
    MetricKind resolved = kind == null ? MetricKind.GAUGE : kind;
    writer.metadata(
        resolved.metadataType(),
        help == 0 ? 0 : head.write(writer, help),
        unit == 0 ? 0 : head.write(writer, unit));
    for (int i = from; i < to; i++) {
      writer.sample(timestamps[i], values[i]);
    }
    writer.endSeries();
  }
}
