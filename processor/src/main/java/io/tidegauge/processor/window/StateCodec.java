package io.tidegauge.processor.window;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.contract.wire.UnknownVersionException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of the changelog: one byte with the format's version, then fields in protobuf's wire
 * format, so that a later version can add some. Samples of a window are packed: the difference of
 * each offset to the one before, and the exclusive-or of the value's bits with those before,
 * reversed, both as varints. Reuses its buffers; not thread-safe.
 */
final class StateCodec {

  private static final byte FORMAT = 1;

  private final ProtoWriter out = new ProtoWriter(4096);
  private final ProtoWriter packed = new ProtoWriter(4096);

  byte[] head(String tenant, MetricKind kind, Labels labels, long staleAt) {
    begin();
    out.stringField(1, tenant);
    out.varintField(2, kind.ordinal());
    for (int i = 0; i < labels.size(); i++) {
      out.stringField(3, labels.name(i));
      out.stringField(3, labels.value(i));
    }
    if (staleAt != Long.MIN_VALUE) {
      out.zigZagField(4, staleAt);
    }
    return out.toByteArray();
  }

  /** What a head says. */
  record Head(String tenant, MetricKind kind, Labels labels, long staleAt) {}

  static Head readHead(byte[] value) {
    ProtoReader in = reader(value);
    String tenant = "";
    int kind = 0;
    Map<String, String> labels = new LinkedHashMap<>();
    @Nullable String name = null;
    long staleAt = Long.MIN_VALUE;
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> tenant = in.readString();
        case 2 -> kind = in.readUint31();
        case 3 -> {
          String text = in.readString();
          if (name == null) {
            name = text;
          } else {
            labels.put(name, text);
            name = null;
          }
        }
        case 4 -> staleAt = in.readZigZag();
        default -> in.skip();
      }
    }
    return new Head(tenant, MetricKind.values()[kind], Labels.of(labels), staleAt);
  }

  /** The i-th closed child of a level. */
  byte[] child(SeriesTable series, int level, int index, int i) {
    begin();
    out.zigZagField(1, series.lastTimestamp[index]);
    out.doubleField(2, series.lastValue[index]);
    out.bytesField(3, series.children(level, index).encoded(i));
    return out.toByteArray();
  }

  /** Restores closed children of a level: one, or all of them as they were written once. */
  static void readChildren(byte[] value, SeriesTable series, int level, int index) {
    ProtoReader in = reader(value);
    long lastTimestamp = Long.MIN_VALUE;
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> lastTimestamp = in.readZigZag();
        case 2 -> series.sampled(index, lastTimestamp, in.readDouble());
        case 3 -> {
          ClosedWindow child = readClosed(in);
          long start = TaskState.windowOfLevel(level).start(child.rollup().start());
          series.putChild(level, index, start, child);
        }
        default -> in.skip();
      }
    }
  }

  /** A window of observations. */
  byte[] window(SeriesTable series, WindowTable windows, int slot) {
    beginWindow(series, windows.series(slot), windows.count(slot));
    aggregate(5, Window.M5, windows.start(slot), windows.current(slot, false));
    return out.toByteArray();
  }

  /** Samples of a window of a gauge or counter, {@code to} not included. */
  byte[] samples(SeriesTable series, WindowTable windows, int slot, int from, int to) {
    beginWindow(series, windows.series(slot), to - from);
    packed.reset();
    long previousTime = 0;
    long previousBits = 0;
    for (int i = from; i < to; i++) {
      long time = windows.time(slot, i);
      long bits = Double.doubleToRawLongBits(windows.value(slot, i));
      packed.varint(time - previousTime);
      packed.varint(Long.reverse(bits ^ previousBits));
      previousTime = time;
      previousBits = bits;
    }
    out.bytesField(4, packed.buffer(), 0, packed.size());
    return out.toByteArray();
  }

  private void beginWindow(SeriesTable series, int index, int count) {
    begin();
    out.zigZagField(1, series.lastTimestamp[index]);
    out.doubleField(2, series.lastValue[index]);
    out.varintField(3, count);
  }

  /**
   * Restores a window; its slot.
   *
   * @param there the slot of the window that the samples are added to; {@link WindowTable#NONE}
   *     where it is not there
   */
  static int readWindow(byte[] value, TaskState state, int index, long start, int there) {
    ProtoReader in = reader(value);
    long lastTimestamp = Long.MIN_VALUE;
    int count = 0;
    int slot = there;
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> lastTimestamp = in.readZigZag();
        case 2 -> state.series.sampled(index, lastTimestamp, in.readDouble());
        case 3 -> count = in.readUint31();
        case 4 -> {
          slot = there == WindowTable.NONE ? state.insertWindow(index, start, true, count) : there;
          readSamples(in, count, state.windows, slot);
        }
        case 5 -> {
          slot = state.insertWindow(index, start, false, 0);
          state.windows.restore(slot, readRollup(in).aggregate(), count);
        }
        default -> in.skip();
      }
    }
    if (slot == WindowTable.NONE) {
      throw new IllegalStateException("a window without samples in the changelog");
    }
    return slot;
  }

  private static void readSamples(ProtoReader in, int count, WindowTable windows, int slot) {
    in.readLength();
    long time = 0;
    long bits = 0;
    for (int i = 0; i < count; i++) {
      time += in.readVarint();
      bits ^= Long.reverse(in.readVarint());
      windows.add(slot, (int) time, Double.longBitsToDouble(bits));
    }
  }

  byte[] tenant(TenantState tenant) {
    begin();
    out.zigZagField(1, tenant.watermark);
    out.zigZagField(2, tenant.closedTo);
    tenant.overflowDays().forEach(day -> out.zigZagField(3, day));
    return out.toByteArray();
  }

  static void readTenant(byte[] value, TenantState tenant) {
    ProtoReader in = reader(value);
    tenant.overflowDays().clear();
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> tenant.watermark = in.readZigZag();
        case 2 -> tenant.closedTo = in.readZigZag();
        case 3 -> tenant.overflowed(in.readZigZag());
        default -> in.skip();
      }
    }
    tenant.dirty = false;
  }

  byte[] position(TaskState state) {
    begin();
    out.zigZagField(1, state.offset);
    out.varintField(2, state.revisions);
    if (!state.dueParents.isEmpty()) {
      out.varintField(3, 1);
    }
    return out.toByteArray();
  }

  static void readPosition(byte[] value, TaskState state) {
    ProtoReader in = reader(value);
    state.parentsWereDue = false;
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> state.offset = in.readZigZag();
        case 2 -> state.revisions = in.readUint31();
        case 3 -> state.parentsWereDue = in.readVarint() != 0;
        default -> in.skip();
      }
    }
  }

  byte[] batches(ProducerBatches.Batches batches) {
    begin();
    out.zigZagField(1, batches.highest);
    out.varintField(2, batches.lastOffset);
    for (long word : batches.seen) {
      out.fixed64Field(3, word);
    }
    return out.toByteArray();
  }

  static ProducerBatches.Batches readBatches(byte[] value) {
    ProtoReader in = reader(value);
    ProducerBatches.Batches batches = new ProducerBatches.Batches();
    int word = 0;
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> batches.highest = in.readZigZag();
        case 2 -> batches.lastOffset = in.readVarint();
        case 3 -> batches.seen[word++] = in.readFixed64();
        default -> in.skip();
      }
    }
    return batches;
  }

  private void begin() {
    out.reset();
    out.varint(FORMAT);
  }

  private void aggregate(int field, Window window, long start, Aggregate aggregate) {
    int message = out.beginMessage(field);
    RollupCodec.write(
        new Rollup(window, start, RollupVersion.NONE, Rollup.State.BASE, aggregate), out);
    out.endMessage(message);
  }

  private static ClosedWindow readClosed(ProtoReader in) {
    byte[] encoded = in.readBytes();
    return new ClosedWindow(ClosedWindow.decode(encoded), encoded);
  }

  private static Rollup readRollup(ProtoReader in) {
    int length = in.readLength();
    int outer = in.limit(in.position() + length);
    Rollup rollup = RollupCodec.read(in);
    in.limit(outer);
    return rollup;
  }

  private static ProtoReader reader(byte[] value) {
    if (value.length == 0 || value[0] != FORMAT) {
      throw new UnknownVersionException(
          "a value of the changelog has format "
              + (value.length == 0 ? "none" : value[0])
              + ", known is "
              + FORMAT);
    }
    return new ProtoReader().reset(value, 1, value.length - 1);
  }
}
