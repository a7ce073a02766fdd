package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.contract.wire.ProtoReader;

/**
 * The shape that nearly all series of Remote-Write 1.0 have: all labels, then samples, nothing
 * else. Their labels are one slice of the body, which means the same wherever it comes.
 */
final class PlainSeries {

  private static final int LABEL = (1 << 3) | ProtoReader.LENGTH_DELIMITED;
  private static final int SAMPLE = (2 << 3) | ProtoReader.LENGTH_DELIMITED;

  private PlainSeries() {}

  /** Where the labels of a series end; -1 where it has another shape, or is not well-formed. */
  static int labelsEnd(byte[] bytes, int start, int end) {
    int labelsEnd = skip(bytes, start, end, LABEL);
    if (labelsEnd <= start || labelsEnd == end) {
      return -1;
    }
    return skip(bytes, labelsEnd, end, SAMPLE) == end ? labelsEnd : -1;
  }

  /** Where the fields with a tag end that stand at a place; -1 where the last is cut off. */
  private static int skip(byte[] bytes, int start, int end, int tag) {
    int at = start;
    while (at < end && bytes[at] == tag) {
      if (end - at < 3) {
        return -1; // none is empty
      }
      int length = bytes[at + 1];
      at += 2;
      if (length < 0) {
        int more = bytes[at++];
        if (more < 0) {
          return -1; // longer than labels are
        }
        length = (length & 0x7f) | (more << 7);
      }
      if (length > end - at) {
        return -1;
      }
      at += length;
    }
    return at;
  }
}
