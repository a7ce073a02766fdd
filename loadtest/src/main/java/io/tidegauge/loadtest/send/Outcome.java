package io.tidegauge.loadtest.send;

import java.util.List;

/**
 * What became of samples that were sent.
 *
 * @param accepted how many are durable
 * @param refused how many were finally refused
 * @param messages why, in the words of the gateway; each once
 */
public record Outcome(long accepted, long refused, List<String> messages) {

  /** Nothing sent. */
  public static final Outcome NONE = new Outcome(0, 0, List.of());

  private static final int KEPT = 20;

  /** Copies the list. */
  public Outcome {
    messages = List.copyOf(messages);
  }

  /** Both together; at most twenty messages are kept. */
  public Outcome plus(Outcome other) {
    List<String> all =
        java.util.stream.Stream.concat(messages.stream(), other.messages.stream())
            .distinct()
            .limit(KEPT)
            .toList();
    return new Outcome(accepted + other.accepted, refused + other.refused, all);
  }
}
