package io.tidegauge.query.live;

import io.tidegauge.contract.live.LiveRecordReader;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.rollup.RollupReader;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoReader;
import org.jspecify.annotations.Nullable;

/**
 * What the live topic told of one window of a series. Its rollup stays encoded until somebody wants
 * it, which nobody does of most: they are replaced by what comes next. Immutable.
 */
final class LiveWindow {

  private final Window window;
  private final long start;
  private final RollupVersion version;
  private final Rollup.State state;
  private final long samples;
  private final long liveOffset;
  private final byte[] encoded;

  /** Made when somebody wants it; two threads may make one each, which say the same. */
  private @Nullable Rollup rollup;

  /**
   * The window that a reader is at.
   *
   * @param liveOffset of the record on the live topic
   */
  LiveWindow(LiveRecordReader from, long liveOffset) {
    RollupReader told = from.window();
    this.window = told.window();
    this.start = told.start();
    this.version = told.version();
    this.state = told.state();
    this.samples = told.aggregate().count() + told.aggregate().nanCount();
    this.liveOffset = liveOffset;
    this.encoded = from.windowBytes();
  }

  /** Which of the four. */
  Window window() {
    return window;
  }

  /** Start of the window, ms since the epoch. */
  long start() {
    return start;
  }

  /** The end of the window, exclusive, ms since the epoch. */
  long end() {
    return window.end(start);
  }

  /** The higher one replaces the lower one. */
  RollupVersion version() {
    return version;
  }

  /** How complete it is. */
  Rollup.State state() {
    return state;
  }

  /** How many samples it counts, NaN among them. */
  long samples() {
    return samples;
  }

  /** The offset on the live topic of the record that told it. */
  long liveOffset() {
    return liveOffset;
  }

  /** All of it. */
  Rollup rollup() {
    Rollup made = rollup;
    if (made == null) {
      made = RollupCodec.read(new ProtoReader().reset(encoded, 0, encoded.length));
      rollup = made;
    }
    return made;
  }

  /** Whether it takes the place of another one of the same window. */
  boolean supersedes(LiveWindow other) {
    return RollupJoin.supersedes(version, other.version, other.state);
  }
}
