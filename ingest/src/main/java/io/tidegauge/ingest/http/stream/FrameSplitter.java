package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Cuts a body of messages with their lengths before them. A frame over the limit is refused as soon
 * as its length is read, and passed over without being held. Where a length is none, or the body
 * ends inside a frame, the stream is broken: what came before stays.
 */
final class FrameSplitter implements Splitter {

  private static final int KEPT_OF_A_BROKEN_ONE = 256;
  private static final int INCOMPLETE = -1;
  private static final byte[] NOTHING = {};

  private final int maxFrame;
  private final int maxFrames;
  private byte[] held = new byte[1024];
  private int size;
  private long length;
  private long toSkip;
  private boolean broken;
  private long frames;

  /**
   * A splitter.
   *
   * @param maxFrame bytes of a message
   * @param maxFrames frames of a piece
   */
  FrameSplitter(int maxFrame, int maxFrames) {
    this.maxFrame = maxFrame;
    this.maxFrames = maxFrames;
  }

  @Override
  public int capacity() {
    return held.length;
  }

  @Override
  public List<Piece> add(DataBuffer buffer) {
    try {
      if (broken) {
        return List.of();
      }
      int skipped = (int) Math.min(toSkip, buffer.readableByteCount());
      toSkip -= skipped;
      buffer.readPosition(buffer.readPosition() + skipped);
      int more = buffer.readableByteCount();
      if (more > held.length - size) {
        held = Arrays.copyOf(held, Math.max(size + more, 2 * held.length));
      }
      buffer.read(held, size, more);
      size += more;
    } finally {
      DataBufferUtils.release(buffer);
    }
    return cut();
  }

  @Override
  public List<Piece> end() {
    if (broken || (size == 0 && toSkip == 0)) {
      return List.of();
    }
    if (toSkip > 0) {
      return List.of(
          broken(0, frames, "the body ends inside frame " + frames + ", which is over the limit"));
    }
    int from = prefix(0);
    String part =
        from == INCOMPLETE
            ? "its length"
            : "byte " + (size - from) + " of its " + length + " bytes";
    return List.of(
        broken(
            0,
            frames + 1,
            "the body ends inside frame "
                + (frames + 1)
                + ", after "
                + part
                + "; send it again, whole"));
  }

  private List<Piece> cut() {
    List<Piece> pieces = new ArrayList<>(1);
    int start = 0;
    int at = 0;
    int count = 0;
    while (at < size && !broken) {
      int from = prefix(at);
      if (from == INCOMPLETE) {
        break;
      }
      boolean over = length > maxFrame;
      if (!over && length > size - from) {
        break;
      }
      if (over) {
        whole(pieces, start, at, count);
        count = 0;
        at = over(pieces, at, from);
        start = at;
      } else {
        at = from + (int) length;
        count++;
        if (count == maxFrames) {
          whole(pieces, start, at, count);
          count = 0;
          start = at;
        }
      }
    }
    whole(pieces, start, at, count);
    size -= at;
    if (at > 0) { // else a long frame in small pieces would be moved onto itself with each of them
      System.arraycopy(held, at, held, 0, size);
    }
    return pieces;
  }

  /** Refuses the frame at a position; gives where the next one begins. */
  private int over(List<Piece> pieces, int at, int from) {
    if (length > Integer.MAX_VALUE) {
      pieces.add(
          broken(
              at,
              frames + 1,
              "the length before frame "
                  + (frames + 1)
                  + " is none; send each message with its length before it, as a varint"));
      return size;
    }
    frames++;
    pieces.add(
        Piece.refused(
            NOTHING,
            0,
            frames,
            new RequestRefusedException(
                RejectReason.BODY_TOO_LARGE,
                "the frame has "
                    + length
                    + " bytes, more than "
                    + maxFrame
                    + "; send its samples in several frames")));
    int here = (int) Math.min(length, size - from);
    toSkip = length - here;
    return from + here;
  }

  private void whole(List<Piece> pieces, int start, int end, int count) {
    if (count > 0) {
      pieces.add(Piece.whole(Arrays.copyOfRange(held, start, end), end - start, frames + 1, count));
      frames += count;
    }
  }

  private Piece broken(int at, long number, String message) {
    broken = true;
    byte[] first = Arrays.copyOfRange(held, at, Math.min(size, at + KEPT_OF_A_BROKEN_ONE));
    return Piece.broken(
        first, first.length, number, new RequestRefusedException(RejectReason.MALFORMED, message));
  }

  /** Reads the length at a position; gives where the frame begins. */
  private int prefix(int at) {
    long value = 0;
    for (int i = 0; i < Frames.MAX_PREFIX; i++) {
      if (at + i == size) {
        return INCOMPLETE;
      }
      byte part = held[at + i];
      value |= (long) (part & 0x7f) << (7 * i);
      if (part >= 0) {
        length = value;
        return at + i + 1;
      }
    }
    length = Long.MAX_VALUE;
    return at + Frames.MAX_PREFIX;
  }
}
