package io.tidegauge.query.live;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Where the frames of one subscription go. What asks and what writes is called on the outlet's
 * thread.
 */
interface Outlet {

  /** The thread; null where it is that of the audience. */
  @Nullable EventLoop thread();

  /**
   * Has it run when the reader takes more again after it did not, on any thread, perhaps more often
   * than that.
   */
  void whenReady(Runnable ready);

  /** Has it run once it is over, by whomever; on any thread. */
  void whenOver(Runnable over);

  /** Whether the reader takes a frame now, so that it need not wait here. */
  boolean isReady();

  /** Writes; where the reader is not ready it waits here. */
  void send(Parcel parcel);

  /** Bytes that wait for the reader, about; 0 where it is not known. */
  long left();

  /** Ends the subscription. */
  void fail(Throwable why);
}
