package io.tidegauge.contract.samples;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Streams over one {@code io.prometheus.write.v2.Request} without an object per series or sample.
 * Symbols are hashed once per record, so a series' id costs one hash over the hashes of its
 * symbols. Fields may come in any order, unknown ones are skipped; samples only (native histograms
 * are translated at the gateway). Not thread-safe; reusable.
 *
 * <pre>reader.reset(value, 0, value.length, tenant);
 * while (reader.nextSeries()) {
 *   … reader.seriesIdHigh(), reader.seriesIdLow(), reader.metadataType() …
 *   while (reader.nextSample()) { … reader.timestamp(), reader.value() … }
 * }</pre>
 */
public final class SamplesRecordReader {

  /** End of the year 9999; what is later is not a time, and would overflow in arithmetic. */
  public static final long LATEST_TIMESTAMP = 253_402_300_799_999L;

  private static final int MAX_SYMBOLS = 1 << 22;

  private final ProtoReader top = new ProtoReader();
  private final ProtoReader series = new ProtoReader();
  private final ProtoReader nested = new ProtoReader();
  private final SeriesHasher hasher = new SeriesHasher();
  private byte[] buffer = new byte[0];
  private int[] symbolStarts = new int[256];
  private int[] symbolEnds = new int[256];
  private long[] symbolHighs = new long[256];
  private long[] symbolLows = new long[256];
  private int symbolCount;
  private int[] refs = new int[64];
  private int refCount;
  private int metadataType;
  private int unitRef;
  private int helpRef;
  private String tenantName = "";
  private long tenantHigh;
  private long tenantLow;
  private long idHigh;
  private long idLow;
  private long timestamp;
  private double value;
  private int seriesPosition;

  /** Starts over on a record of a tenant. Reads all symbols. */
  public void reset(byte[] bytes, int offset, int length, String tenant) {
    buffer = bytes;
    if (!tenant.equals(tenantName) || (tenantHigh == 0 && tenantLow == 0)) {
      byte[] name = tenant.getBytes(StandardCharsets.UTF_8);
      hasher.hash(name, 0, name.length);
      tenantHigh = hasher.high();
      tenantLow = hasher.low();
      tenantName = tenant;
    }
    readSymbols(offset, length);
    top.reset(bytes, offset, length);
    series.reset(bytes, offset, 0);
  }

  /** Moves to the next series; false at the end. The id is computed here. */
  public boolean nextSeries() {
    while (top.nextField()) {
      if (top.fieldNumber() == 5) {
        readSeries();
        return true;
      }
      top.skip();
    }
    return false;
  }

  /** Where the current series is, for {@link #seriesAt}. */
  public int seriesPosition() {
    return seriesPosition;
  }

  /** Goes back to a series of the record, before its first sample. */
  public void seriesAt(int position) {
    top.position(position);
    readSeries();
  }

  private void readSeries() {
    seriesPosition = top.position();
    top.expect(ProtoReader.LENGTH_DELIMITED);
    int length = top.readLength();
    int start = top.position();
    top.position(start + length);
    readHead(start, length);
    series.reset(buffer, start, length);
  }

  /** Moves to the next sample of the current series; false at its end. */
  public boolean nextSample() {
    while (series.nextField()) {
      if (series.fieldNumber() == 2) {
        series.expect(ProtoReader.LENGTH_DELIMITED);
        int length = series.readLength();
        int start = series.position();
        series.position(start + length);
        readSample(start, length);
        return true;
      }
      series.skip();
    }
    return false;
  }

  /** High half of the current series' id. */
  public long seriesIdHigh() {
    return idHigh;
  }

  /** Low half of the current series' id. */
  public long seriesIdLow() {
    return idLow;
  }

  /** {@code Metadata.MetricType} of the current series; 0 where there is none. */
  public int metadataType() {
    return metadataType;
  }

  /** The unit of the current series; empty where there is none (allocates). */
  public String unit() {
    return symbol(unitRef);
  }

  /** The help text of the current series; empty where there is none (allocates). */
  public String help() {
    return symbol(helpRef);
  }

  /** How many labels the current series has. */
  public int labelCount() {
    return refCount / 2;
  }

  /** The symbol reference of the i-th label's name. */
  public int labelNameRef(int i) {
    return refs[2 * i];
  }

  /** The symbol reference of the i-th label's value. */
  public int labelValueRef(int i) {
    return refs[2 * i + 1];
  }

  /** The labels of the current series (allocates; for a series seen for the first time). */
  public Labels labels() {
    Map<String, String> map = LinkedHashMap.newLinkedHashMap(refCount / 2);
    for (int i = 0; i < refCount; i += 2) {
      map.put(symbol(refs[i]), symbol(refs[i + 1]));
    }
    return Labels.of(map);
  }

  /** How many symbols the record has. */
  public int symbolCount() {
    return symbolCount;
  }

  /** Where a symbol starts in the array that was given. */
  public int symbolStart(int ref) {
    return symbolStarts[ref];
  }

  /** Where a symbol ends, exclusive. */
  public int symbolEnd(int ref) {
    return symbolEnds[ref];
  }

  /** A symbol as a string (allocates). */
  public String symbol(int ref) {
    if (ref == 0) {
      return ""; // a record may have no symbols at all, and still a series without a unit
    }
    return new String(
        buffer, symbolStarts[ref], symbolEnds[ref] - symbolStarts[ref], StandardCharsets.UTF_8);
  }

  /** Timestamp of the current sample, ms since the epoch. */
  public long timestamp() {
    return timestamp;
  }

  /**
   * The same for whoever counts or stores samples: all must take, and refuse, the same ones.
   *
   * @throws MalformedRecordException where it is before 1970 or after {@link #LATEST_TIMESTAMP}
   */
  public long requireTimestamp() {
    if (timestamp < 0 || timestamp > LATEST_TIMESTAMP) {
      throw new MalformedRecordException("timestamp " + timestamp + " is out of range");
    }
    return timestamp;
  }

  /** Value of the current sample, bits as they were written. */
  public double value() {
    return value;
  }

  private void readSymbols(int offset, int length) {
    symbolCount = 0;
    top.reset(buffer, offset, length);
    while (top.nextField()) {
      if (top.fieldNumber() == 4) {
        top.expect(ProtoReader.LENGTH_DELIMITED);
        int size = top.readLength();
        int start = top.position();
        top.position(start + size);
        addSymbol(start, size);
      } else {
        top.skip();
      }
    }
    if (symbolCount > 0 && symbolStarts[0] != symbolEnds[0]) {
      throw new MalformedRecordException("the first symbol must be the empty string");
    }
  }

  private void addSymbol(int start, int length) {
    if (symbolCount == symbolStarts.length) {
      if (symbolCount >= MAX_SYMBOLS) {
        throw new MalformedRecordException("more than " + MAX_SYMBOLS + " symbols");
      }
      int capacity = symbolCount * 2;
      symbolStarts = Arrays.copyOf(symbolStarts, capacity);
      symbolEnds = Arrays.copyOf(symbolEnds, capacity);
      symbolHighs = Arrays.copyOf(symbolHighs, capacity);
      symbolLows = Arrays.copyOf(symbolLows, capacity);
    }
    hasher.hash(buffer, start, length);
    symbolStarts[symbolCount] = start;
    symbolEnds[symbolCount] = start + length;
    symbolHighs[symbolCount] = hasher.high();
    symbolLows[symbolCount] = hasher.low();
    symbolCount++;
  }

  /** First pass over a series: its labels and metadata, wherever they stand in it. */
  private void readHead(int start, int length) {
    refCount = 0;
    metadataType = 0;
    unitRef = 0;
    helpRef = 0;
    series.reset(buffer, start, length);
    while (series.nextField()) {
      switch (series.fieldNumber()) {
        case 1 -> readRefs();
        case 5 -> readMetadata();
        default -> series.skip();
      }
    }
    if ((refCount & 1) != 0) {
      throw new MalformedRecordException("a series has a label name without a value");
    }
    hasher.begin(tenantHigh, tenantLow);
    for (int i = 0; i < refCount; i++) {
      int ref = refs[i];
      hasher.add(symbolHighs[ref], symbolLows[ref]);
    }
    hasher.end();
    idHigh = hasher.high();
    idLow = hasher.low();
  }

  private void readRefs() {
    if (series.wireType() == ProtoReader.VARINT) {
      addRef(series.readVarint());
      return;
    }
    series.expect(ProtoReader.LENGTH_DELIMITED);
    int length = series.readLength();
    int end = series.position() + length;
    int outer = series.limit(end);
    while (series.position() < end) {
      addRef(series.readVarint());
    }
    series.limit(outer);
  }

  private void addRef(long ref) {
    if (ref < 0 || ref >= symbolCount) {
      throw new MalformedRecordException("a label refers to symbol " + ref + " of " + symbolCount);
    }
    if (refCount == refs.length) {
      refs = Arrays.copyOf(refs, refCount * 2);
    }
    refs[refCount++] = (int) ref;
  }

  private void readMetadata() {
    series.expect(ProtoReader.LENGTH_DELIMITED);
    int length = series.readLength();
    int start = series.position();
    series.position(start + length);
    nested.reset(buffer, start, length);
    while (nested.nextField()) {
      switch (nested.fieldNumber()) {
        case 1 -> metadataType = nested.uint31Field();
        case 3 -> helpRef = symbolRef(nested.varintField());
        case 4 -> unitRef = symbolRef(nested.varintField());
        default -> nested.skip();
      }
    }
  }

  private int symbolRef(long ref) {
    if (ref < 0 || ref >= symbolCount) {
      throw new MalformedRecordException("metadata refers to symbol " + ref + " of " + symbolCount);
    }
    return (int) ref;
  }

  private void readSample(int start, int length) {
    timestamp = 0;
    value = 0;
    nested.reset(buffer, start, length);
    while (nested.nextField()) {
      switch (nested.fieldNumber()) {
        case 1 -> {
          nested.expect(ProtoReader.FIXED64);
          value = nested.readDouble();
        }
        case 2 -> {
          nested.expect(ProtoReader.VARINT);
          timestamp = nested.readVarint();
        }
        default -> nested.skip();
      }
    }
  }
}
