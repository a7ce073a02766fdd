package io.tidegauge.contract.samples;

import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds the value of a samples record: one {@code io.prometheus.write.v2.Request} (Remote-Write
 * 2.0, prometheus.io/docs/specs/prw/remote_write_spec_2_0), uncompressed. Reusable; allocates only
 * when it grows. Not thread-safe.
 *
 * <p>Order of calls: {@link #symbol} at any time; {@link #beginSeries}, {@link #label} in the order
 * of name bytes, {@link #metadata}, {@link #sample} any number of times, {@link #endSeries}.
 */
public final class SamplesRecordWriter {

  private static final String NOT_ASCENDING =
      "labels must be added in ascending order of their names' bytes, each once";

  private final SymbolTable symbols = new SymbolTable();
  private final ProtoWriter series = new ProtoWriter(16 * 1024);
  private final ProtoWriter assembled = new ProtoWriter(16 * 1024);
  private int[] refs = new int[64];
  // What refs stands for at the same index, of this series or one before; null where not known.
  private @Nullable Symbol[] recent = new Symbol[64];
  private int refCount;
  private int seriesStart;
  private boolean labelsWritten;
  private int seriesCount;
  private int sampleCount;

  /** The reference of a string (UTF-8 bytes), interned. */
  public int symbol(byte[] source, int offset, int length) {
    return symbols.intern(source, offset, length);
  }

  /**
   * The reference of a string, interned.
   *
   * @param hash low 64 bits of the slice's XXH3-128
   */
  public int symbol(byte[] source, int offset, int length, long hash) {
    return symbols.intern(source, offset, length, hash);
  }

  /** Starts a series. */
  public void beginSeries() {
    seriesStart = series.beginMessage(5);
    refCount = 0;
    labelsWritten = false;
  }

  /** Adds a label; names in ascending order of their bytes. */
  public void label(int nameRef, int valueRef) {
    makeRoom();
    assert isAscending(nameRef) : NOT_ASCENDING;
    recent[refCount] = null;
    refs[refCount++] = nameRef;
    recent[refCount] = null;
    refs[refCount++] = valueRef;
  }

  /**
   * Adds a label; names in ascending order of their bytes. Series that follow each other have most
   * of their labels in common, at the same place: these are not looked up again.
   */
  public void label(Symbol name, Symbol value) {
    makeRoom();
    refs[refCount] = ref(refCount, name);
    assert isAscending(refs[refCount]) : NOT_ASCENDING;
    refCount++;
    refs[refCount] = ref(refCount, value);
    refCount++;
  }

  /**
   * Sets the metadata.
   *
   * @param metadataType {@code Metadata.MetricType}
   * @param helpRef symbol of the help text, 0 for none
   * @param unitRef symbol of the unit, 0 for none
   */
  public void metadata(int metadataType, int helpRef, int unitRef) {
    writeLabels();
    int start = series.beginMessage(5);
    series.varintField(1, metadataType);
    if (helpRef != 0) {
      series.varintField(3, helpRef);
    }
    if (unitRef != 0) {
      series.varintField(4, unitRef);
    }
    series.endMessage(start);
  }

  /**
   * Adds a sample of the current series; timestamp in ms since the epoch, every bit of the value is
   * kept.
   */
  public void sample(long timestamp, double value) {
    writeLabels();
    // Sample has a fixed shape: tag 1 + 8 bytes, tag 2 + varint. Its length is below 128: one byte.
    series.varint((2 << 3) | 2);
    series.varint(10 + ProtoWriter.varintSize(timestamp));
    series.doubleField(1, value);
    series.varintField(2, timestamp);
    sampleCount++;
  }

  /** Ends the series. */
  public void endSeries() {
    writeLabels();
    series.endMessage(seriesStart);
    seriesCount++;
  }

  /** How many series were ended. */
  public int seriesCount() {
    return seriesCount;
  }

  /** How many samples were added. */
  public int sampleCount() {
    return sampleCount;
  }

  /** About how many bytes the record has so far (within a few bytes per symbol). */
  public int size() {
    return series.size() + symbols.byteSize() + 3 * symbols.size();
  }

  /** The finished record, a copy; {@link #reset} starts the next. */
  public byte[] toByteArray() {
    assembled.reset();
    symbols.write(assembled);
    assembled.bytes(series.buffer(), 0, series.size());
    return assembled.toByteArray();
  }

  /** Forgets everything, keeps the arrays. */
  public void reset() {
    symbols.clear();
    Arrays.fill(recent, null);
    series.reset();
    seriesCount = 0;
    sampleCount = 0;
  }

  private int ref(int index, Symbol symbol) {
    if (recent[index] == symbol) {
      return refs[index];
    }
    recent[index] = symbol;
    return symbols.intern(symbol);
  }

  private boolean isAscending(int nameRef) {
    return refCount == 0 || symbols.compare(refs[refCount - 2], nameRef) < 0;
  }

  private void makeRoom() {
    if (refCount + 2 > refs.length) {
      refs = Arrays.copyOf(refs, refs.length * 2);
      recent = Arrays.copyOf(recent, recent.length * 2);
    }
  }

  private void writeLabels() {
    if (labelsWritten) {
      return;
    }
    labelsWritten = true;
    int start = series.beginMessage(1);
    for (int i = 0; i < refCount; i++) {
      series.varint(refs[i]);
    }
    series.endMessage(start);
  }
}
