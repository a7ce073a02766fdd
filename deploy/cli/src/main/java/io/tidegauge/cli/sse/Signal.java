package io.tidegauge.cli.sse;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.contract.sse.SseEvent;
import java.time.Duration;

/** What a subscriber is told, in order. */
public sealed interface Signal {

  /**
   * The stream is open.
   *
   * @param again whether it was open before
   */
  record Opened(boolean again) implements Signal {}

  /** An event came. */
  record Event(SseEvent event) implements Signal {}

  /**
   * The stream is cut off, or cannot be opened again.
   *
   * @param pause after which it is tried again
   */
  record Cut(String reason, Duration pause) implements Signal {}

  /** It makes no sense to go on. Nothing comes after this. */
  record Failed(CommandFailedException failure) implements Signal {}
}
