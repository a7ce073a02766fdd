package io.tidegauge.loadtest.chaos.cuts.check;

import java.util.List;

/** What each series is at any position. Thread-safe. */
interface Truth {

  /** Whether everything before a position is known. */
  boolean reaches(Place place);

  /** The position up to which everything is known now. */
  Place position(String tag);

  /** How many series are known. */
  int size();

  /** What a filter lets through, at a position. */
  List<At> at(Filter filter, Place place);

  /**
   * A series at a position.
   *
   * @param offset of the record that changed it last
   */
  record At(String series, int partition, long offset, Shown shown) {}
}
