package io.tidegauge.guard;

import java.util.Locale;

/** Why a connection was ended, or not let in: the word in the counter and in the docs. */
enum CutReason {
  /** The port has as many connections as it may. */
  TOO_MANY_CONNECTIONS,
  /** One client has as many connections as it may. */
  TOO_MANY_CLIENT_CONNECTIONS,
  /** One client has as many requests open over HTTP/2 as it may. */
  TOO_MANY_CLIENT_REQUESTS,
  /** The client was cut off again and again, and is not let in for a while. */
  PAUSED,
  /** The head of a request, or HTTP/2's preface, took too long to come. */
  SLOW_HEAD,
  /** A body went on for too long after its request was answered. */
  SLOW_BODY,
  /** Answers are not taken. */
  READS_NOTHING,
  /** More settings, pings and other frames than a client has use for. */
  CONTROL_FRAMES,
  /** Netty found a flood of resets, empty frames or continuations (GOAWAY ENHANCE_YOUR_CALM). */
  FLOOD,
  /** Netty found a violation of the protocol (GOAWAY with any other error). */
  PROTOCOL_ERROR;

  /** Lower case with underscores. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is for what a client does over and over that it is cut off. */
  boolean abusive() {
    return this != TOO_MANY_CONNECTIONS && this != TOO_MANY_CLIENT_CONNECTIONS && this != PAUSED;
  }
}
