package io.tidegauge.processor.sink.raw;

import java.util.Arrays;

/**
 * The rows of a block in the order in which they came, a column an array: in chunks, so that no row
 * is copied as a block grows, and no array of rows is of a size that a collector treats apart. Not
 * thread-safe.
 */
final class BlockRows {

  private static final int CHUNK_BITS = 10;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private Chunk[] chunks = {new Chunk()};
  private int chunkCount = 1;
  private Chunk last = chunks[0];
  private int size;
  private long[] offsets = new long[64];
  private long[] batches = new long[64];
  private boolean hasBatches;
  private int recordCount;

  /** Consecutive rows. */
  private static final class Chunk {
    final int[] series = new int[CHUNK];
    final long[] timestamps = new long[CHUNK];
    final double[] values = new double[CHUNK];
    final int[] records = new int[CHUNK];
    final int[] indexes = new int[CHUNK];
  }

  int size() {
    return size;
  }

  /** Starts the rows of a record; {@code batch} is its {@link BatchId}. */
  void beginRecord(long offset, long batch) {
    if (recordCount == offsets.length) {
      offsets = Arrays.copyOf(offsets, recordCount * 2);
      batches = Arrays.copyOf(batches, recordCount * 2);
    }
    hasBatches |= batch != BatchId.NONE;
    batches[recordCount] = batch;
    offsets[recordCount++] = offset;
  }

  /** The number of the current record in the block, from 0. */
  int record() {
    return recordCount - 1;
  }

  /** Adds a row of the current record. */
  void add(int seriesNumber, long timestamp, double value, int index) {
    int at = size & (CHUNK - 1);
    if (at == 0) {
      last = chunk(size >>> CHUNK_BITS);
    }
    last.series[at] = seriesNumber;
    last.timestamps[at] = timestamp;
    last.values[at] = value;
    last.records[at] = recordCount - 1;
    last.indexes[at] = index;
    size++;
  }

  /** The next one, or one that was truncated. */
  private Chunk chunk(int number) {
    if (number == chunkCount) {
      if (chunkCount == chunks.length) {
        chunks = Arrays.copyOf(chunks, chunkCount * 2);
      }
      chunks[chunkCount++] = new Chunk();
    }
    return chunks[number];
  }

  /** Takes back the rows after the first {@code count}. */
  void truncate(int count) {
    size = count;
    last = of(Math.max(0, size - 1));
  }

  private Chunk of(int row) {
    return chunks[row >>> CHUNK_BITS];
  }

  int series(int row) {
    return of(row).series[row & (CHUNK - 1)];
  }

  long timestamp(int row) {
    return of(row).timestamps[row & (CHUNK - 1)];
  }

  double value(int row) {
    return of(row).values[row & (CHUNK - 1)];
  }

  /** Offset of the record that the row came in. */
  long offset(int row) {
    return offsets[record(row)];
  }

  /** The numbered batch that the row came in. */
  long batch(int row) {
    return batches[record(row)];
  }

  /** Whether any record was a numbered batch. */
  boolean hasBatches() {
    return hasBatches;
  }

  /** The row's {@code idx} as the schema says. */
  int index(int row) {
    return of(row).indexes[row & (CHUNK - 1)];
  }

  private int record(int row) {
    return of(row).records[row & (CHUNK - 1)];
  }
}
