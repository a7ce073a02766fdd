package io.tidegauge.guard;

import java.time.Duration;

/**
 * What clients may take of an HTTP port. A client is an address: behind a proxy that hides the
 * addresses of others the limits of one client are those of all.
 *
 * @param maxConnections connections over all clients
 * @param maxClientConnections connections of one client
 * @param maxClientRequests requests that one client may have open over HTTP/2, on all its
 *     connections
 * @param maxClientScrapes requests to /actuator that one client may have open
 * @param maxStreams requests at the same time on one connection over HTTP/2
 * @param maxResets streams of a connection that may be reset in 30 s, by either side
 * @param maxControlFrames settings, pings, priorities, resets and unknown frames that a connection
 *     may send in a second, or ten times as many window updates
 * @param headTimeout how long the head of a request may take to come
 * @param answerTimeout how long a client may take nothing of an answer
 * @param cutsToPause how often a client may be cut off for what it does within the pause before it
 *     is not let in for a while
 * @param pause how long a client that was cut off again and again is not let in; 0 for never
 */
public record GuardLimits(
    int maxConnections,
    int maxClientConnections,
    int maxClientRequests,
    int maxClientScrapes,
    int maxStreams,
    int maxResets,
    int maxControlFrames,
    Duration headTimeout,
    Duration answerTimeout,
    int cutsToPause,
    Duration pause) {

  /**
   * Checks values that somebody has set.
   *
   * @param prefix of the settings' keys
   * @return this
   * @throws IllegalArgumentException naming the key and what it may be
   */
  public GuardLimits checked(String prefix) {
    positive(maxConnections, prefix, "max-connections");
    positive(maxClientConnections, prefix, "max-client-connections");
    positive(maxClientRequests, prefix, "max-client-requests");
    positive(maxClientScrapes, prefix, "max-client-scrapes");
    positive(maxStreams, prefix, "max-streams");
    positive(maxResets, prefix, "max-resets");
    positive(maxControlFrames, prefix, "max-control-frames");
    positive(cutsToPause, prefix, "cuts-to-pause");
    atLeast100ms(headTimeout, prefix, "head-timeout");
    atLeast100ms(answerTimeout, prefix, "answer-timeout");
    check(!pause.isNegative(), prefix, "pause", pause, "of 0 or more");
    return this;
  }

  private static void positive(int value, String prefix, String key) {
    check(value >= 1, prefix, key, value, "of 1 or more");
  }

  private static void atLeast100ms(Duration value, String prefix, String key) {
    check(value.toMillis() >= 100, prefix, key, value, "of 100ms or more");
  }

  private static void check(boolean valid, String prefix, String key, Object value, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          prefix + "." + key + " is " + value + ", set it to a value " + range);
    }
  }
}
