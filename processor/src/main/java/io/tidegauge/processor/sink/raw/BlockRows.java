package io.tidegauge.processor.sink.raw;

import java.util.Arrays;

/** The rows of a block in the order in which they came, a column an array. Not thread-safe. */
final class BlockRows {

  private int[] series = new int[1024];
  private long[] timestamps = new long[1024];
  private double[] values = new double[1024];
  private int[] records = new int[1024];
  private int[] indexes = new int[1024];
  private int size;
  private long[] offsets = new long[64];
  private long[] batches = new long[64];
  private boolean hasBatches;
  private int recordCount;

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
    if (size == series.length) {
      int capacity = size * 2;
      series = Arrays.copyOf(series, capacity);
      timestamps = Arrays.copyOf(timestamps, capacity);
      values = Arrays.copyOf(values, capacity);
      records = Arrays.copyOf(records, capacity);
      indexes = Arrays.copyOf(indexes, capacity);
    }
    series[size] = seriesNumber;
    timestamps[size] = timestamp;
    values[size] = value;
    records[size] = recordCount - 1;
    indexes[size] = index;
    size++;
  }

  /** Takes back the rows after the first {@code count}. */
  void truncate(int count) {
    size = count;
  }

  int series(int row) {
    return series[row];
  }

  long timestamp(int row) {
    return timestamps[row];
  }

  double value(int row) {
    return values[row];
  }

  /** Offset of the record that the row came in. */
  long offset(int row) {
    return offsets[records[row]];
  }

  /** The numbered batch that the row came in. */
  long batch(int row) {
    return batches[records[row]];
  }

  /** Whether any record was a numbered batch. */
  boolean hasBatches() {
    return hasBatches;
  }

  /** The row's {@code idx} as the schema says. */
  int index(int row) {
    return indexes[row];
  }
}
