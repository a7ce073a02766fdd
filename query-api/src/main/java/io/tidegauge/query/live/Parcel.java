package io.tidegauge.query.live;

import io.tidegauge.query.web.BodyPiece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way to the outlets of one thread. As Server-Sent Events they are in memory once
 * for all of them, however long a slow one takes. Not thread-safe.
 */
final class Parcel implements AutoCloseable {

  private final List<Frame> frames;
  private @Nullable BodyPiece events;

  Parcel(List<Frame> frames) {
    this.frames = frames;
  }

  List<Frame> frames() {
    return frames;
  }

  /** As Server-Sent Events; until it is closed. */
  BodyPiece events() {
    BodyPiece made = events;
    if (made == null) {
      made = BodyPiece.of(frames.stream().map(Frame::sse).toList());
      events = made;
    }
    return made;
  }

  /** Nothing more is to be sent; what is under way is kept until it has been taken. */
  @Override
  public void close() {
    if (events != null) {
      events.close();
    }
  }
}
