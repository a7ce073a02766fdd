package io.tidegauge.ingest.http.stream;

import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Cuts a body into pieces of whole units as it comes in. Holds one unit at the most beside what it
 * gives. Not thread-safe.
 */
interface Splitter {

  /** Bytes that it holds for the unit that is not complete. */
  int capacity();

  /** Takes a buffer (and releases it); gives what it completes, in order. */
  List<Piece> add(DataBuffer buffer);

  /** What is left at the body's end. */
  List<Piece> end();
}
