package io.tidegauge.ingest.admission;

import io.tidegauge.contract.samples.Symbol;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The series that came before, by the bytes that their labels came in, so that these are not read,
 * checked, sorted and hashed again for each sample. Bounded in bytes and in number; where there is
 * no room the first goes that was not asked for since its last turn (CLOCK). Thread-safe: finding
 * takes no lock; adding takes one, and is left out where another thread has it, as the series comes
 * again.
 */
final class SeriesCache {

  /** Labels that came in more bytes are not kept. */
  static final int MAX_RAW = 4096;

  /** A series takes this at the least: so many can be kept. */
  static final int LEAST_BYTES = 256;

  /** Series whose hashes share a place; a sender can choose labels for which they do. */
  static final int LONGEST_CHAIN = 16;

  private static final int MAX_CAPACITY = 1 << 26;

  private final long maxBytes;
  private final int capacity;
  private final AtomicReferenceArray<@Nullable KnownSeries> slots;
  private final AtomicReferenceArray<@Nullable KnownSeries> chains;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  // All below are under the lock.
  private final SymbolPool symbols = new SymbolPool();
  private int filled;
  private int hand;
  private int size;
  private long seriesBytes;
  private long evicted;

  /**
   * An empty one.
   *
   * @param maxBytes that it may take, about; 0 to keep nothing
   */
  SeriesCache(long maxBytes) {
    this.maxBytes = maxBytes;
    this.capacity = (int) Math.min(MAX_CAPACITY, maxBytes / LEAST_BYTES);
    this.slots = new AtomicReferenceArray<>(capacity);
    this.chains = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(1, capacity)));
  }

  /** Whether it keeps anything. */
  boolean enabled() {
    return capacity > 0;
  }

  /** How many series are known. */
  int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** About how many bytes they take, with their symbols. */
  long bytes() {
    lock.lock();
    try {
      return held();
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes they may take. */
  long maxBytes() {
    return maxBytes;
  }

  /** How many series were forgotten for others. */
  long evicted() {
    lock.lock();
    try {
      return evicted;
    } finally {
      lock.unlock();
    }
  }

  /** How often a series was known. */
  long hits() {
    return hits.sum();
  }

  /** How often it was not. */
  long misses() {
    return misses.sum();
  }

  void count(long newHits, long newMisses) {
    hits.add(newHits);
    misses.add(newMisses);
  }

  /** What is in a slot now; null for a slot below 0. */
  @Nullable KnownSeries at(int slot) {
    return slot < 0 ? null : slots.getAcquire(slot);
  }

  /** A series by its bytes, with a hash of them; null where it is not known. */
  @Nullable KnownSeries find(
      String tenant, Protocol protocol, byte[] raw, int offset, int length, long hash) {
    KnownSeries series = chains.getAcquire(chain(hash));
    while (series != null
        && (series.hash() != hash || !series.is(tenant, protocol, raw, offset, length))) {
      series = series.chained();
    }
    return series;
  }

  /**
   * Adds a series that was not found.
   *
   * @param head its labels, checked, sorted and hashed
   */
  void add(
      String tenant,
      Protocol protocol,
      byte[] raw,
      int offset,
      int length,
      long hash,
      SeriesHead head) {
    if (length > MAX_RAW || !enabled() || !lock.tryLock()) {
      return;
    }
    try {
      if (find(tenant, protocol, raw, offset, length, hash) != null) {
        return; // another thread was faster
      }
      if (chained(hash) >= LONGEST_CHAIN) {
        return;
      }
      Symbol[] labels = head.symbols(symbols);
      long cost = KnownSeries.bytes(length, labels.length);
      while (held() + cost > maxBytes && size > 0) {
        freeSlot(true);
      }
      if (held() + cost > maxBytes) {
        give(labels);
        return;
      }
      int slot = freeSlot(false);
      Symbol metric = labels[2 * head.metricIndex() + 1];
      byte[] own = Arrays.copyOfRange(raw, offset, offset + length);
      put(new KnownSeries(tenant, protocol, own, hash, head.idLow(), labels, metric, slot));
    } finally {
      lock.unlock();
    }
  }

  private int chained(long hash) {
    int length = 0;
    for (KnownSeries each = chains.getPlain(chain(hash)); each != null; each = each.chained()) {
      length++;
    }
    return length;
  }

  private void put(KnownSeries series) {
    int chain = chain(series.hash());
    series.chained(chains.getPlain(chain));
    chains.setRelease(chain, series);
    slots.setRelease(series.slot(), series);
    seriesBytes += series.bytes();
    size++;
  }

  /**
   * A slot without a series.
   *
   * @param evict whether one must be forgotten for it
   */
  private int freeSlot(boolean evict) {
    if (!evict && filled < capacity) {
      return filled++;
    }
    while (true) {
      int slot = hand;
      hand = hand + 1 == capacity ? 0 : hand + 1;
      KnownSeries series = slots.getPlain(slot);
      if (series == null) {
        if (!evict) {
          return slot;
        }
      } else if (!series.takeUsed()) {
        forget(series);
        return slot;
      }
    }
  }

  private void forget(KnownSeries series) {
    int chain = chain(series.hash());
    KnownSeries before = null;
    KnownSeries each = chains.getPlain(chain);
    while (each != null && each != series) {
      before = each;
      each = each.chained();
    }
    if (before == null) {
      chains.setRelease(chain, series.chained());
    } else {
      before.chained(series.chained());
    }
    slots.setRelease(series.slot(), null);
    seriesBytes -= series.bytes();
    size--;
    evicted++;
    give(series.labels());
  }

  private void give(Symbol[] labels) {
    for (Symbol label : labels) {
      symbols.give(label);
    }
  }

  private long held() {
    return seriesBytes + symbols.bytes();
  }

  private int chain(long hash) {
    return (int) hash & (chains.length() - 1);
  }
}
