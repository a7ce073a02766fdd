package io.tidegauge.processor.window;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which batches of observations came, per (tenant, producer, epoch): the highest sequence and a
 * bitmap of the {@value #HORIZON} sequences up to it. Of a batch further back than that it is not
 * known whether it came before: it is refused. The producers that were silent for longest are
 * forgotten when there are more than the limit. Not thread-safe.
 */
final class ProducerBatches {

  /** Batches of a producer within which a resend is told from a batch that comes late. */
  static final int HORIZON = 1024;

  private static final int WORDS = HORIZON / 64;

  /** What is known of a batch. */
  enum Outcome {
    NEW,
    SEEN,
    TOO_FAR_BACK
  }

  /** A producer's life. */
  record Producer(String tenant, String name, long epoch) {}

  /** What is known of one. */
  static final class Batches {
    long highest = -1;
    final long[] seen = new long[WORDS];
    long lastOffset;
    boolean dirty;
  }

  private final int limit;
  private final LinkedHashMap<Producer, Batches> producers = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Producer> dirty = new ArrayList<>();

  ProducerBatches(int limit) {
    this.limit = limit;
  }

  /** Notes a batch; {@code removed} takes the key of a forgotten producer. */
  Outcome accept(
      String tenant, String name, long epoch, long sequence, long offset, List<byte[]> removed) {
    Producer producer = new Producer(tenant, name, epoch);
    Batches batches = producers.get(producer);
    if (batches == null) {
      batches = new Batches();
      producers.put(producer, batches);
      forgetOldest(removed);
    }
    batches.lastOffset = offset;
    if (!batches.dirty) {
      batches.dirty = true;
      dirty.add(producer);
    }
    return mark(batches, sequence);
  }

  private static Outcome mark(Batches batches, long sequence) {
    if (sequence > batches.highest) {
      long from = Math.max(batches.highest + 1, sequence - HORIZON + 1);
      for (long s = Math.max(0, from); s <= sequence; s++) {
        batches.seen[word(s)] &= ~(1L << s);
      }
      batches.highest = sequence;
    } else if (batches.highest - sequence >= HORIZON) {
      return Outcome.TOO_FAR_BACK;
    }
    long bit = 1L << sequence;
    boolean isNew = (batches.seen[word(sequence)] & bit) == 0;
    batches.seen[word(sequence)] |= bit;
    return isNew ? Outcome.NEW : Outcome.SEEN;
  }

  private static int word(long sequence) {
    return (int) Long.remainderUnsigned(sequence, HORIZON) >>> 6;
  }

  private void forgetOldest(List<byte[]> removed) {
    if (producers.size() > limit) {
      Producer oldest = producers.firstEntry().getKey();
      producers.remove(oldest);
      removed.add(StateKeys.producer(oldest.tenant(), oldest.name(), oldest.epoch()));
    }
  }

  /** Gives what changed since the last call. */
  void drainDirty(java.util.function.BiConsumer<Producer, Batches> to) {
    for (Producer producer : dirty) {
      Batches batches = producers.get(producer);
      if (batches != null && batches.dirty) {
        batches.dirty = false;
        to.accept(producer, batches);
      }
    }
    dirty.clear();
  }

  void restore(Producer producer, Batches batches) {
    producers.put(producer, batches);
  }

  void remove(Producer producer) {
    producers.remove(producer);
  }

  /** Puts restored producers in the order of their last batch. */
  void sort() {
    List<Map.Entry<Producer, Batches>> entries = new ArrayList<>(producers.entrySet());
    entries.sort(Map.Entry.comparingByValue((a, b) -> Long.compare(a.lastOffset, b.lastOffset)));
    producers.clear();
    entries.forEach(entry -> producers.put(entry.getKey(), entry.getValue()));
  }

  int size() {
    return producers.size();
  }
}
