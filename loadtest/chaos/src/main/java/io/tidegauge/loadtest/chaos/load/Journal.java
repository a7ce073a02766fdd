package io.tidegauge.loadtest.chaos.load;

import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client sent and when it was acknowledged, in a file: of a window that is wrong one wants
 * to know. Written by one thread.
 */
final class Journal implements AutoCloseable {

  private static final int SHOWN = 40;

  private final Path file;
  private final DataOutputStream out;
  private final Map<LoadSeries, Integer> numbers = new HashMap<>();

  Journal(Path file) {
    this.file = file;
    try {
      this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A batch was acknowledged; the times are true ones, in ms since the epoch. */
  void acknowledged(List<LoadSample> batch, long sequence, long sent, long acknowledged) {
    try {
      out.writeLong(sent);
      out.writeLong(acknowledged);
      out.writeLong(sequence);
      out.writeInt(batch.size());
      for (LoadSample sample : batch) {
        out.writeInt(numbers.computeIfAbsent(sample.series(), series -> numbers.size()));
        out.writeLong(sample.timestamp());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** The batches that hold samples of a series in [from, to), a line each. */
  List<String> find(LoadSeries series, long from, long to) {
    Integer number = numbers.get(series);
    List<String> lines = new ArrayList<>();
    try {
      out.flush();
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        while (number != null && lines.size() < SHOWN) {
          readBatch(in, number, from, to, lines);
        }
      }
    } catch (EOFException end) {
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    return lines;
  }

  private static void readBatch(
      DataInputStream in, int number, long from, long to, List<String> lines) throws IOException {
    long sent = in.readLong();
    long acknowledged = in.readLong();
    long sequence = in.readLong();
    int size = in.readInt();
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int series = in.readInt();
      long timestamp = in.readLong();
      if (series == number && timestamp >= from && timestamp < to) {
        found.add(timestamp);
      }
    }
    if (!found.isEmpty()) {
      lines.add(
          "sent %s, acknowledged %s, sequence %d of %d: %d samples at %s"
              .formatted(
                  Instant.ofEpochMilli(sent),
                  Instant.ofEpochMilli(acknowledged),
                  sequence,
                  size,
                  found.size(),
                  found));
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
