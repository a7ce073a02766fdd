package io.tidegauge.ingest.http.stream;

import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.MessageDecoder;

/**
 * A stream of messages, each with its length before it as a varint: protobuf's own delimited form
 * ({@code writeDelimitedTo} and its like). Empty ones count in the numbering.
 */
final class Frames implements StreamFormat {

  /** Bytes of a varint of 31 bits. */
  static final int MAX_PREFIX = 5;

  private final MessageDecoder messages;

  Frames(MessageDecoder messages) {
    this.messages = messages;
  }

  @Override
  public Protocol protocol() {
    return Protocol.STREAM_FRAMES;
  }

  @Override
  public String unit() {
    return "frame";
  }

  @Override
  public Splitter splitter(int maxBytes, int maxUnits) {
    return new FrameSplitter(maxBytes, maxUnits);
  }

  @Override
  public Units units(Piece piece) {
    return new Whole(piece);
  }

  /** A message of the published schema has no place for a sequence: the count is it. */
  @Override
  public long sequence(Units at, long otherwise) {
    return otherwise;
  }

  @Override
  public void read(Units at, RequestSamples target) {
    messages.decode(at.bytes(), at.start(), at.length(), target);
  }

  /** The frames of a piece, which the splitter has found to be whole. */
  private static final class Whole extends Units {

    private int next;

    Whole(Piece piece) {
      super(piece);
    }

    @Override
    boolean next() {
      while (next < size()) {
        int from = next;
        int length = 0;
        int shift = 0;
        byte part;
        do {
          part = bytes()[from++];
          length |= (part & 0x7f) << shift;
          shift += 7;
        } while (part < 0);
        next = from + length;
        at(from, next);
        if (length > 0) {
          return true;
        }
      }
      return false;
    }
  }
}
