package io.tidegauge.ingest.admission;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.samples.Symbol;
import io.tidegauge.contract.series.MetricKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A series that was checked, sorted and hashed before, by the bytes that its labels came in. What
 * is known of it does not change, but for its kind, which metadata may teach anew. Thread-safe.
 */
final class KnownSeries {

  /** What it takes apart from its bytes and labels: its fields, headers and places in tables. */
  private static final int FIXED_BYTES = 112;

  private final String tenant;
  private final Protocol protocol;
  private final byte[] raw;
  private final long hash;
  private final long idLow;
  private final Symbol[] labels;
  private final Symbol metric;
  private final int slot;
  // The version of the kinds that it was resolved by, shifted, and whether it is a counter.
  private volatile long kind = -1;
  // Written and read without order: at worst one is evicted that was just asked for.
  private boolean used;
  private int follower = -1;
  // Under the cache's lock written, without it read: who sees an old one finds less.
  private @Nullable KnownSeries chained;

  /**
   * A series.
   *
   * @param labels names and values in turns, sorted by name
   * @param slot where it is in the cache
   */
  KnownSeries(
      String tenant,
      Protocol protocol,
      byte[] raw,
      long hash,
      long idLow,
      Symbol[] labels,
      Symbol metric,
      int slot) {
    this.tenant = tenant;
    this.protocol = protocol;
    this.raw = raw;
    this.hash = hash;
    this.idLow = idLow;
    this.labels = labels;
    this.metric = metric;
    this.slot = slot;
  }

  /** Whether these bytes are its own: all of them are compared. */
  boolean is(String otherTenant, Protocol otherProtocol, byte[] bytes, int offset, int length) {
    return raw.length == length
        && protocol == otherProtocol
        && Arrays.equals(raw, 0, length, bytes, offset, offset + length)
        && tenant.equals(otherTenant);
  }

  long hash() {
    return hash;
  }

  int slot() {
    return slot;
  }

  /** The low half of the series' id. */
  long idLow() {
    return idLow;
  }

  Symbol[] labels() {
    return labels;
  }

  /** The kind that its name, and what was learnt of it, tell. */
  MetricKind kind(KindRegistry kinds) {
    long version = kinds.version();
    long stamped = kind;
    if (stamped >> 1 == version) {
      return (stamped & 1) == 0 ? MetricKind.GAUGE : MetricKind.COUNTER;
    }
    MetricKind resolved = kinds.resolve(tenant, metric());
    kind = version << 1 | (resolved == MetricKind.COUNTER ? 1 : 0);
    return resolved;
  }

  void write(SamplesRecordWriter writer) {
    for (int i = 0; i < labels.length; i += 2) {
      writer.label(labels[i], labels[i + 1]);
    }
  }

  /** About what it takes, its symbols not included, which it shares. */
  static int bytes(int rawLength, int symbols) {
    return FIXED_BYTES + rawLength + Integer.BYTES * symbols;
  }

  int bytes() {
    return bytes(raw.length, labels.length);
  }

  /** The metric's name. */
  String metric() {
    return metric.toString();
  }

  /** It was asked for, and stays for another round. */
  void use() {
    if (!used) {
      used = true;
    }
  }

  /** Whether it was asked for since the last time. */
  boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  /** The slot of the series that came after it the last time; -1 where none did. */
  int follower() {
    return follower;
  }

  void follower(int next) {
    if (follower != next) {
      follower = next;
    }
  }

  @Nullable KnownSeries chained() {
    return chained;
  }

  void chained(@Nullable KnownSeries next) {
    chained = next;
  }
}
