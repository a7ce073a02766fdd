package io.tidegauge.query.guard;

import io.tidegauge.guard.GuardLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What clients may take of the HTTP port. A client is an address: behind a proxy that hides the
 * addresses of others the limits of one client are those of all.
 *
 * @param maxConnections connections over all clients
 * @param maxClientConnections connections of one client; each subscriber over HTTP/1.1 has one
 * @param maxClientRequests requests and subscriptions that one client may have open over HTTP/2, on
 *     all its connections
 * @param maxClientScrapes requests to /actuator that one client may have open
 * @param maxStreams requests and subscriptions at the same time on one connection over HTTP/2
 * @param headTimeout how long the head of a request may take to come
 * @param answerTimeout how long a client may take nothing of an answer; one that follows live state
 *     is cut off then, and can come back
 * @param cutsToPause how often a client may be cut off for what it does within the pause before it
 *     is not let in for a while
 * @param pause how long a client that was cut off again and again is not let in; 0 for never, as it
 *     must be behind a proxy
 */
@ConfigurationProperties("tidegauge.query.guard")
public record GuardProperties(
    @DefaultValue("20000") int maxConnections,
    @DefaultValue("15000") int maxClientConnections,
    @DefaultValue("15000") int maxClientRequests,
    @DefaultValue("4") int maxClientScrapes,
    @DefaultValue("100") int maxStreams,
    @DefaultValue("10s") Duration headTimeout,
    @DefaultValue("30s") Duration answerTimeout,
    @DefaultValue("3") int cutsToPause,
    @DefaultValue("0s") Duration pause) {

  private static final int MAX_RESETS = 200;
  private static final int MAX_CONTROL_FRAMES = 1000;

  /** As the guard takes them, checked. */
  GuardLimits limits() {
    return new GuardLimits(
            maxConnections,
            maxClientConnections,
            maxClientRequests,
            maxClientScrapes,
            maxStreams,
            MAX_RESETS,
            MAX_CONTROL_FRAMES,
            headTimeout,
            answerTimeout,
            cutsToPause,
            pause)
        .checked("tidegauge.query.guard");
  }
}
