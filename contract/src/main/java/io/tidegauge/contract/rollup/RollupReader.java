package io.tidegauge.contract.rollup;

import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;

/**
 * Reads rollups one after the other without an object for each: message {@code Rollup} of {@code
 * tidegauge/v1/records.proto}. Unknown fields are skipped. What it gives is true until the next
 * {@link #read}. Not thread-safe; reusable.
 */
public final class RollupReader {

  private static final Window[] WINDOWS = Window.values();
  private static final Rollup.State[] STATES = Rollup.State.values();

  private final Aggregate aggregate = new Aggregate();
  private int window;
  private long start;
  private int epoch;
  private long offset;
  private int revision;
  private int state;
  private RollupVersion version = RollupVersion.NONE;

  // What is known of the aggregate before all of it is.
  private long count;
  private long nanCount;
  private double sum;
  private double compensation;
  private double squares;
  private double min;
  private double max;
  private long firstDelta;
  private double first;
  private long lastDelta;
  private double last;
  private double increase;

  /**
   * Reads the fields from the reader's position to its limit.
   *
   * @throws MalformedRecordException where they are none of a rollup
   */
  public RollupReader read(ProtoReader in) {
    clear();
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> window = in.uint31Field();
        case 2 -> start = in.zigZagField();
        case 3 -> epoch = in.uint31Field();
        case 4 -> offset = in.varintField();
        case 5 -> revision = in.uint31Field();
        case 6 -> state = in.uint31Field();
        case 7 -> count = in.varintField();
        case 8 -> nanCount = in.varintField();
        case 9 -> sum = in.doubleField();
        case 10 -> compensation = in.doubleField();
        case 11 -> squares = in.doubleField();
        case 12 -> min = in.doubleField();
        case 13 -> max = in.doubleField();
        case 14 -> firstDelta = in.zigZagField();
        case 15 -> first = in.doubleField();
        case 16 -> lastDelta = in.zigZagField();
        case 17 -> last = in.doubleField();
        case 18 -> increase = in.doubleField();
        case 19 -> {
          int outer = in.enter();
          aggregate.sketch().clear();
          aggregate.sketch().mergeFrom(in);
          in.leave(outer);
        }
        default -> in.skip();
      }
    }
    check();
    fill();
    return this;
  }

  private void clear() {
    aggregate.sketch().clear();
    window = 0;
    start = 0;
    epoch = 0;
    offset = 0;
    revision = 0;
    state = 0;
    count = 0;
    nanCount = 0;
    sum = 0;
    compensation = 0;
    squares = 0;
    min = 0;
    max = 0;
    firstDelta = 0;
    first = 0;
    lastDelta = 0;
    last = 0;
    increase = 0;
  }

  private void check() {
    if (window < 1 || window > WINDOWS.length || state >= STATES.length) {
      throw new MalformedRecordException("rollup with unknown window " + window + " or state");
    }
    if (count < 0 || nanCount < 0) {
      throw new MalformedRecordException("rollup with a negative count");
    }
    if (count > 0 && !(min <= max)) {
      throw new MalformedRecordException("rollup with minimum " + min + " above maximum " + max);
    }
  }

  private void fill() {
    boolean empty = count == 0;
    aggregate.restore(
        count,
        nanCount,
        sum,
        compensation,
        squares,
        empty ? Double.NaN : min,
        empty ? Double.NaN : max);
    aggregate.restoreOrdered(
        empty ? 0 : start + firstDelta,
        empty ? Double.NaN : first,
        empty ? 0 : start + lastDelta,
        empty ? Double.NaN : last,
        increase);
  }

  /** Which of the four. */
  public Window window() {
    return WINDOWS[window - 1];
  }

  /** Start of the window, ms since the epoch. */
  public long start() {
    return start;
  }

  /** The version; the same object where it is the one before. */
  public RollupVersion version() {
    if (version.offset() != offset || version.epoch() != epoch || version.revision() != revision) {
      version = new RollupVersion(epoch, offset, revision);
    }
    return version;
  }

  /** How complete it is. */
  public Rollup.State state() {
    return STATES[state];
  }

  /** The aggregate; live, not a copy. */
  public Aggregate aggregate() {
    return aggregate;
  }
}
