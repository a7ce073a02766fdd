package io.tidegauge.contract.series;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Computes series ids. With H = XXH3-128 (seed 0) and || the concatenation of hashes, each as 16
 * bytes: the low 64 bits little-endian, then the high 64 bits little-endian:
 *
 * <pre>id = H( H(tenant) || H(name1) || H(value1) || H(name2) || H(value2) … )</pre>
 *
 * over all labels, {@code __name__} among them, sorted by the bytes of their names. Strings are
 * hashed once per record (as symbols), so a series costs one hash over a few dozen bytes. Not
 * thread-safe.
 */
public final class SeriesHasher {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Xxh3 xxh3 = new Xxh3();
  private byte[] input = new byte[16 * 64];
  private int size;

  /** Hashes a slice; the result is in {@link #high()} and {@link #low()}. */
  public void hash(byte[] bytes, int offset, int length) {
    xxh3.hash(bytes, offset, length);
  }

  /** Starts a series of the tenant whose hash is given. */
  public void begin(long tenantHigh, long tenantLow) {
    size = 0;
    add(tenantHigh, tenantLow);
  }

  /** Adds the hash of the next name or value. */
  public void add(long symbolHigh, long symbolLow) {
    if (input.length - size < 16) {
      input = Arrays.copyOf(input, input.length * 2);
    }
    LONG.set(input, size, symbolLow);
    LONG.set(input, size + 8, symbolHigh);
    size += 16;
  }

  /** Ends the series; its id is in {@link #high()} and {@link #low()}. */
  public void end() {
    hash(input, 0, size);
  }

  /** The high 64 bits of the last result. */
  public long high() {
    return xxh3.high();
  }

  /** The low 64 bits of the last result; the partition comes from these. */
  public long low() {
    return xxh3.low();
  }

  /** The id of a series, for cold paths. */
  public static SeriesId of(String tenant, Labels labels) {
    SeriesHasher symbols = new SeriesHasher();
    SeriesHasher series = new SeriesHasher();
    symbols.hash(tenant);
    series.begin(symbols.high(), symbols.low());
    for (int i = 0; i < labels.size(); i++) {
      symbols.hash(labels.name(i));
      series.add(symbols.high(), symbols.low());
      symbols.hash(labels.value(i));
      series.add(symbols.high(), symbols.low());
    }
    series.end();
    return new SeriesId(series.high(), series.low());
  }

  private void hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hash(bytes, 0, bytes.length);
  }
}
