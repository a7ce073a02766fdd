package io.tidegauge.processor.window;

import io.tidegauge.contract.samples.SamplesRecordReader;
import java.util.Arrays;

/**
 * All samples of one record, in arrays that are used again for the next: a record is read to its
 * end before any of it counts, so that one with a fault counts for nothing. Not thread-safe.
 */
final class DecodedSamples {

  private long[] high = new long[64];
  private long[] low = new long[64];
  private int[] metadataType = new int[64];
  private int[] position = new int[64];
  private int[] index = new int[64];
  private int[] end = new int[64];
  private int seriesCount;
  private long[] timestamps = new long[1024];
  private double[] values = new double[1024];
  private int size;

  /**
   * Reads a record that the reader was set on.
   *
   * @throws io.tidegauge.contract.wire.MalformedRecordException where it has a fault
   */
  void read(SamplesRecordReader reader) {
    seriesCount = 0;
    size = 0;
    while (reader.nextSeries()) {
      if (seriesCount == high.length) {
        growSeries();
      }
      high[seriesCount] = reader.seriesIdHigh();
      low[seriesCount] = reader.seriesIdLow();
      metadataType[seriesCount] = reader.metadataType();
      position[seriesCount] = reader.seriesPosition();
      while (reader.nextSample()) {
        if (size == timestamps.length) {
          timestamps = Arrays.copyOf(timestamps, 2 * size);
          values = Arrays.copyOf(values, 2 * size);
        }
        timestamps[size] = reader.requireTimestamp();
        values[size++] = reader.value();
      }
      end[seriesCount++] = size;
    }
  }

  int seriesCount() {
    return seriesCount;
  }

  long high(int s) {
    return high[s];
  }

  long low(int s) {
    return low[s];
  }

  int metadataType(int s) {
    return metadataType[s];
  }

  /**
   * Looks all series up, one after the other and nothing in between: what is read from memory for
   * the next does not wait for this one then.
   */
  void find(SeriesTable series) {
    for (int s = 0; s < seriesCount; s++) {
      index[s] = series.find(high[s], low[s]);
    }
  }

  /** Where a series was in the table when it was looked up; {@link SeriesTable#NONE}. */
  int index(int s) {
    return index[s];
  }

  /** Where the reader finds the series again. */
  int position(int s) {
    return position[s];
  }

  /** The first sample of a series. */
  int from(int s) {
    return s == 0 ? 0 : end[s - 1];
  }

  /** The sample after the last of a series. */
  int to(int s) {
    return end[s];
  }

  long timestamp(int i) {
    return timestamps[i];
  }

  double value(int i) {
    return values[i];
  }

  private void growSeries() {
    int capacity = 2 * high.length;
    high = Arrays.copyOf(high, capacity);
    low = Arrays.copyOf(low, capacity);
    metadataType = Arrays.copyOf(metadataType, capacity);
    position = Arrays.copyOf(position, capacity);
    index = Arrays.copyOf(index, capacity);
    end = Arrays.copyOf(end, capacity);
  }
}
